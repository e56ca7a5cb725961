/**
 * Asks the page's own server what time it is. The browser sends the text of this one function into the tab, so it is
 * self-contained, and the request is one that the page could make itself: to its own origin, without cookies.
 *
 * @typedef {object} SiteTime
 * @property {string} host
 * @property {number} ahead by how many milliseconds the site's clock is ahead of this device's
 * @property {number} within how far off that may be, in milliseconds
 *
 * @returns {Promise<SiteTime | null>} `null` if the site does not tell
 */
export async function askSiteTime() {
  // An icon does nothing when it is asked for; the page itself might. An answer of any kind says what time it is.
  for (const path of ["/favicon.ico", "/robots.txt", "/"]) {
    const sent = Date.now();
    const answer = await fetch(location.origin + path, {
      method: "HEAD",
      cache: "no-store",
      credentials: "omit",
      redirect: "manual",
    }).catch(() => null);
    const received = Date.now();
    const told = Date.parse(answer?.headers.get("date") ?? "");
    if (!Number.isNaN(told)) {
      // A cache on the way says how old its answer is. The header counts whole seconds, begun ones not.
      const age = Number(answer?.headers.get("age") ?? 0) * 1000 || 0;
      const ahead = Math.round(told + age + 500 - (sent + received) / 2);
      return { host: location.hostname, ahead, within: 500 + Math.round((received - sent) / 2) };
    }
  }
  return null;
}
