/** Once, when the extension is new: the page that shows how to begin, unless an administrator does that. */
import { onInstall, openPage } from "../browser.js";
import { readPolicies } from "../policies.js";

onInstall(async () => {
  // The browser may read the policies of a new extension only later; the page then closes itself.
  if (!(await readPolicies()).disableInstallHelp) {
    await openPage("welcome");
  }
});
