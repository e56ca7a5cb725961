/** The import page. */
import { loadGuides } from "../../extension/guides.js";
import { readPolicies } from "../../extension/policies.js";
import { openVault } from "../../extension/vault-store.js";
import { importActions } from "../import/actions.js";
import { START } from "../import/state.js";
import { importView } from "../import/view.js";
import { startPage } from "./frame.js";

/** @type {ReturnType<typeof importActions>} */
let actions;

startPage({
  name: "import",
  title: "import_title",
  begin: async (page) => {
    const [guides, { disableBackup }] = await Promise.all([loadGuides(), readPolicies(), openVault()]);
    actions = importActions(page);
    document.addEventListener("paste", actions.onPaste);
    document.addEventListener("dragover", actions.onDragOver);
    document.addEventListener("dragleave", actions.onDragLeave);
    document.addEventListener("drop", actions.onDrop);
    return { ...START, guides, offersBackup: !disableBackup };
  },
  view: (state) => importView(state, actions),
});
