// What nearly every test file starts with: the portals and one browser with a fresh profile.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startPortals } from "../portals/server.mjs";
import { clickToolbar, close, closePopup, launch, popupOpener } from "./harness.mjs";

/** @import { LaunchOptions } from "./harness.mjs" */

/**
 * Starts both before the file's first test and ends both after its last.
 * @param {LaunchOptions} [options]
 */
export const setUp = (options) => {
  /** @type {Awaited<ReturnType<typeof startPortals>>} */
  let portals;
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let session;
  /** @type {ReturnType<typeof popupOpener>} */
  let open;
  before(async () => {
    portals = await startPortals();
    session = await launch(options);
    open = popupOpener(session);
  });
  after(async () => {
    if (session) await close(session);
    if (portals) await portals.close();
    if (session) assert.deepEqual(session.complaints, [], "the popup's console stays empty");
  });
  return {
    get portals() {
      return portals;
    },
    get session() {
      return session;
    },
    /** A page of the lab with the popup over it, in the place of the one before. @param {string} name */
    openLab: async (name) => ({
      ...(await open(`${portals.url}/lab/${name}`)),
      shown: portals.state.lab[name],
    }),
    /** Closes the popup and opens it again over the page. @param {import("puppeteer-core").Page} page */
    reopen: async (page) => {
      await closePopup(session);
      return clickToolbar(session, page);
    },
  };
};
