/**
 * Loads the Rust core once per page. A trap inside it means that its memory can no longer be trusted: the page that
 * sees one shows the failure and starts anew.
 */
import init, * as core from "../wasm/core.js";

/** @type {Promise<typeof core> | undefined} */
let loading;

/** @returns {Promise<typeof core>} */
export function loadCore() {
  loading ??= init().then(() => core);
  return loading;
}

/**
 * What the core threw, as its code and number; anything else is a defect and is called so.
 *
 * @param {unknown} thrown
 * @returns {{code: string, number: number | undefined}}
 */
export function failure(thrown) {
  if (thrown instanceof core.CoreError || isCoded(thrown)) {
    return { code: thrown.code, number: thrown.number };
  }
  console.error(thrown);
  return { code: "unexpected", number: undefined };
}

/**
 * An error that a worker or a script gave a code.
 *
 * @param {unknown} thrown @returns {thrown is {code: string, number: number | undefined}}
 */
function isCoded(thrown) {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string";
}
