/** The menus of the right mouse button: an image is scanned, a link is added, selected codes are kept, the panel opens. */
import { isFirefox, makeMenus, onMenuClick, openPanel, runInPage } from "../browser.js";
import { sendPopup } from "../errand.js";
import { selectedText } from "../page/selection.js";
import { scanImage } from "../scan-image.js";
import { readSettings } from "../settings.js";
import { loadWords, t } from "../words.js";

makeMenus(async () => {
  const { language } = await readSettings();
  await loadWords(language === "" ? undefined : language);
  return [
    { id: IMAGE, title: t("menu_scan_image"), contexts: ["image"] },
    // Chrome knows no “//” in patterns of schemes that are not of the web; Firefox wants it, and yet fits none to an address
    // with a host since it reads such addresses as those of the web. There the scan finds the links.
    { id: LINK, title: t("menu_add_link"), contexts: ["link"], targetUrlPatterns: linkPatterns() },
    { id: CODES, title: t("menu_keep_codes"), contexts: ["selection"] },
    { id: PANEL, title: t("menu_panel"), contexts: ["action"] },
  ];
});

onMenuClick((clicked, tab) => {
  switch (clicked.menuItemId) {
    case IMAGE:
      if (clicked.srcUrl && tab?.id !== undefined) {
        scanImage({ srcUrl: clicked.srcUrl, tabId: tab.id, frameId: clicked.frameId });
      }
      break;
    case LINK:
      sendPopup({ kind: "add", text: clicked.linkUrl ?? "" });
      break;
    case CODES:
      keepCodes(clicked, tab);
      break;
    case PANEL:
      openPanel(tab?.windowId);
      break;
  }
});

/** @param {chrome.contextMenus.OnClickData} clicked @param {chrome.tabs.Tab | undefined} tab */
async function keepCodes({ selectionText = "", frameId }, tab) {
  const lines = tab?.id === undefined ? "" : await runInPage(tab.id, selectedText, [], frameId).catch(() => "");
  await sendPopup({ kind: "keep-codes", text: lines || selectionText });
}

function linkPatterns() {
  return SCHEMES.map((scheme) => (isFirefox() ? `${scheme}://*` : `${scheme}:*`));
}

const SCHEMES = ["otpauth", "otpauth-migration"];
const IMAGE = "scan-image";
const LINK = "add-link";
const CODES = "keep-codes";
const PANEL = "panel";
