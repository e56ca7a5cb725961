/**
 * The manifest of each browser, made from the one `manifest.json`, which is Chrome's plus what the others need.
 * Every difference between the browsers is in this file.
 *
 * @typedef {Record<string, unknown> & {
 *   action: {default_popup: string},
 *   background: {service_worker: string, type: string},
 *   browser_specific_settings?: Record<string, unknown>,
 *   permissions: string[],
 *   side_panel?: {default_path: string},
 *   version: string,
 * }} Manifest
 */

/** The public half of a key made for tests only. It fixes the id of `dist/test-chrome`; nothing is signed with it. */
export const TEST_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxTO3cxiOIqi6TLok/HEr8o21hz0S5cziNhJH5oEKVjV5iFehIs7HBggJ/rl2skDoQVzgQQPmf9ML7MPKdKjw0A9y2e4bR8QVcqeAxDHUQV24ejCFDNz1Nry+W8wwet3JJxWWqdyZeP6xo42G+fKGnyBo0SVJmTqb/ywkbj02liutzuLtbQ/PhdTNW7RgGULbxl2SJleWO4jGZdaWYdxDkUiri3AeuWjYmxVFWD7cCQ//z4ihCJsFqVUvfItwJfpAX0NKeT8E0HWVUxtNjoQwDlvhfUKKnVqGRgYpCD6ApINB4OHeKBcBGUsHQkME+oW2qXGvvF+D4Zen2bwWOwrVeQIDAQAB";

/** The id that Chromium derives from {@link TEST_KEY}. */
export const TEST_ID = "pjlchpdnnaaaoimkaomdjpafjlhcekai";

/**
 * Chrome's.
 *
 * @param {Manifest} source
 * @param {{key?: string}} [options]
 * @returns {Record<string, unknown>}
 */
export function chromeManifest(source, { key } = {}) {
  const { browser_specific_settings: _, ...manifest } = source;
  return key === undefined ? manifest : { ...manifest, key };
}

/**
 * Edge's: it reads Chrome's manifest, and has no need of its own so far.
 *
 * @param {Manifest} source
 * @returns {Record<string, unknown>}
 */
export function edgeManifest(source) {
  return chromeManifest(source);
}

/**
 * Firefox's: an event page instead of a service worker, its own names for menus and side panel, and no schema of
 * policies, which it does not read.
 *
 * @param {Manifest} source
 * @returns {Record<string, unknown>}
 */
export function firefoxManifest(source) {
  const {
    minimum_chrome_version: _,
    side_panel: panel,
    storage: _storage,
    background,
    permissions,
    ...manifest
  } = source;
  return {
    ...manifest,
    background: { scripts: [background.service_worker], type: background.type },
    permissions: permissions.filter((name) => name !== "sidePanel").map((name) => FIREFOX_PERMISSIONS[name] ?? name),
    ...(panel && { sidebar_action: { default_panel: panel.default_path, open_at_install: false } }),
  };
}

/** @type {Record<string, string | undefined>} */
const FIREFOX_PERMISSIONS = { contextMenus: "menus" };
