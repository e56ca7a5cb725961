/** The shortcuts. What they cannot finish alone, the popup does: it opens with what they found. */
import { onCommand, openPopup } from "../browser.js";
import { loadClock, now } from "../clock.js";
import { sendPopup } from "../errand.js";
import { fillPage } from "../fill.js";
import { isProtectionMissing } from "../protection.js";
import { lockVault } from "../session.js";
import { hostOf } from "../site.js";
import { openVault } from "../vault-store.js";
import { flashBadge } from "./badge.js";

onCommand((name, tab) => {
  switch (name) {
    case "scan":
      sendPopup({ kind: "scan" });
      break;
    case "fill":
      fill(tab);
      break;
    case "lock":
      lockVault();
      break;
  }
});

/** Fills the code of the one account that is for this site; with none or several, or a locked vault, the person decides. @param {chrome.tabs.Tab | undefined} tab */
async function fill(tab) {
  if (await isProtectionMissing()) {
    // It says so.
    await openPopup();
    return;
  }
  const host = hostOf(tab?.url ?? "");
  const row = host === "" ? null : await onlyRowFor(host);
  if (!row?.code || tab?.id === undefined) {
    await sendPopup({ kind: "fill", id: row?.id ?? "", filled: null });
    return;
  }
  const filled = await fillPage({ tabId: tab.id, host }, row.code);
  if (filled.outcome === "filled") {
    await flashBadge("✓");
  } else {
    await sendPopup({ kind: "fill", id: row.id, filled });
  }
}

/** @param {string} host */
async function onlyRowFor(host) {
  try {
    await loadClock();
    const vault = await openVault();
    const ids = vault.ids_for_host(host);
    return ids.length === 1 ? vault.rows_of(ids, now())[0] : null;
  } catch {
    // Locked or damaged: the popup says so.
    return null;
  }
}
