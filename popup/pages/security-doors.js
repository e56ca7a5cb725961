/** What a way to unlock is called, and its picture. */
import { t } from "../../extension/words.js";
import { keyboardIcon, lockIcon, passkeyIcon, sheetIcon } from "../views/icons.js";

/** @typedef {import("./security-state.js").Door} Door */

/** @param {Door} door */
export function describe(door) {
  switch (door.kind) {
    case "passphrase":
      return { icon: keyboardIcon, name: t("security_passphrase") };
    case "passkey":
      return { icon: passkeyIcon, name: door.label || t("security_passkey") };
    case "recovery":
      return { icon: sheetIcon, name: t("security_recovery") };
    default:
      return { icon: lockIcon, name: door.label || t("security_newer") };
  }
}
