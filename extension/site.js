/** Hosts and sites: where the person is, and whether a code belongs there. */
import { currentTab } from "./browser.js";

/**
 * @typedef {import("../wasm/site.js").HostVerdict} HostVerdict
 * @typedef {{tabId: number, host: string}} Here
 */

/** @type {Promise<import("../wasm/site.js").Hosts> | undefined} */
let loading;

/** The tables of public suffixes and of look-alike characters, which the list does not wait for. */
function loadSite() {
  loading ??= import("../wasm/site.js").then(async (site) => {
    await site.default();
    return new site.Hosts();
  });
  return loading;
}

/** The page the person is on, if it is one of the web and the browser says so. @returns {Promise<Here | null>} */
export async function whereWeAre() {
  const tab = await currentTab();
  const host = hostOf(tab?.url ?? "");
  return tab && host !== "" ? { tabId: tab.id, host } : null;
}

/** The host of a web address, as browsers write it; empty for anything else. @param {string} url @returns {string} */
export function hostOf(url) {
  const { protocol, hostname } = URL.parse?.(url) ?? parse(url) ?? { protocol: "", hostname: "" };
  return protocol === "https:" || protocol === "http:" ? hostname : "";
}

/** @param {string} url */
function parse(url) {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

/** What somebody registered of a host: “bank.co.uk” of “login.bank.co.uk”. @param {string} host @returns {Promise<string>} */
export async function siteOf(host) {
  return (await loadSite()).registrable(host);
}

/** Whether a code for `sites` belongs on `host`. @param {string} sites @param {string} host @returns {Promise<HostVerdict>} */
export async function judgeHost(sites, host) {
  return (await loadSite()).judge(sites, host);
}

/**
 * Sites as typed, each as it is stored: addresses become hosts, other scripts the form browsers use.
 *
 * @param {string} typed apart by spaces or commas
 * @returns {Promise<string>}
 */
export async function sitesFrom(typed) {
  const words = typed.split(/[\s,]+/).filter(Boolean);
  const hosts = words.map((word) => hostOf(/^https?:\/\//i.test(word) ? word : `https://${word}`)).filter(Boolean);
  return [...new Set(await Promise.all(hosts.map(siteOf)))].join(" ");
}
