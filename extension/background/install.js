/** Once, when the extension is new: the page that shows how to begin, unless an administrator does that. */
import { onInstall, onManagedChange, openPage } from "../browser.js";
import { isManaged, readPolicies } from "../policies.js";

onInstall(async () => {
  if (!isManaged(await readPolicies())) {
    await settled();
  }
  if (!(await readPolicies()).disableInstallHelp) {
    await openPage("welcome");
  }
});

/** The browser reads the policies of an extension that is new after it has started it, and says so. */
function settled() {
  return new Promise((done) => {
    onManagedChange(() => done(undefined));
    setTimeout(done, PATIENCE);
  });
}

/** How long the first-run page waits for that, in milliseconds: it is in no hurry. Nothing else waits, or guesses. */
const PATIENCE = 1500;
