/** What a paste or a drop brings. */

/** The picture files. Files of another kind are kept too: the reader says that it cannot read them. @param {DataTransfer | null} data @returns {File[]} */
export function picturesIn(data) {
  return [...(data?.files ?? [])];
}

/** The text, if there is any. @param {DataTransfer | null} data @returns {string} */
export function textIn(data) {
  return data?.getData("text/plain").trim() ?? "";
}
