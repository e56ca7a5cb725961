// The portals behave as their guides say: checked over HTTP, without a browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Secret, TOTP } from "otpauth";
import { startPortals } from "./server.mjs";

/** @type {Awaited<ReturnType<typeof startPortals>>} */
let portals;
before(async () => (portals = await startPortals()));
after(() => portals.close());

/** A browser as far as these tests need one: it keeps cookies and follows redirections. @param {string} portal */
const makeVisitor = (portal, site = portals) => {
  let cookie = "";
  /** @param {string} path @param {Record<string, string>} [form] @returns {Promise<{ text: string, path: string, status: number }>} */
  const visit = async (path, form) => {
    const answer = await fetch(`${site.url}/${portal}${path}`, {
      method: form ? "POST" : "GET",
      body: form ? new URLSearchParams(form) : undefined,
      headers: cookie ? { cookie } : {},
      redirect: "manual",
    });
    cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    const location = answer.headers.get("location");
    if (location) return visit(location.replace(`/${portal}`, ""));
    return { text: await answer.text(), path, status: answer.status };
  };
  return visit;
};

/** @param {string} portal */
const codeNow = (portal, site = portals, offsetSeconds = 0) =>
  TOTP.generate({
    secret: Secret.fromBase32(site.state.accounts[portal].factor.key),
    timestamp: (site.state.clock() + offsetSeconds) * 1000,
  });

/** Two requests fit into the step that is left. */
const waitAwayFromBoundary = async () => {
  const left = 30 - (portals.state.clock() % 30);
  if (left < 2) await new Promise((done) => setTimeout(done, left * 1000 + 50));
};

/** @param {string} portal */
const credentials = (portal) => {
  const { user, password } = portals.state.accounts[portal];
  return { user, password };
};

test("000: the letter's secret opens the accounts", async () => {
  const visit = makeVisitor("000");
  const letter = await visit("/courrier");
  const shown = /data-fact="key">([^<]+)</.exec(letter.text)?.[1] ?? "";
  assert.equal(shown.replaceAll(" ", ""), portals.state.accounts["000"].factor.key);
  await visit("/", credentials("000"));
  const inside = await visit("/code", { code: codeNow("000") });
  assert.equal(inside.path, "/comptes");
  assert.match(inside.text, /Vous êtes connecté/);
});

test("000: five wrong codes block the client, even for the right code", async () => {
  const site = await startPortals();
  try {
    const visit = makeVisitor("000", site);
    await visit("/", credentials("000"));
    const wrong = String((Number(codeNow("000", site)) + 1) % 1000000).padStart(6, "0");
    const first = await visit("/code", { code: wrong });
    assert.match(first.text, /Il vous reste 4 essais/);
    for (let left = 3; left >= 0; left -= 1) await visit("/code", { code: wrong });
    const blocked = await visit("/code", { code: codeNow("000", site) });
    assert.match(blocked.text, /bloqué/);
  } finally {
    await site.close();
  }
});

test("001: activation gives ten backup codes that work once each, and deactivation asks twice", async () => {
  const visit = makeVisitor("001");
  await visit("/", credentials("001"));
  await visit("/mot-de-passe", { password: portals.state.accounts["001"].password });
  const page = await visit("/double-authentification");
  assert.match(page.text, /data:image\/png/);
  const active = await visit("/activer", { code: codeNow("001") });
  assert.match(active.text, /La double authentification est activée/);
  const backup = [...active.text.matchAll(/<li><code>([\d-]+)<\/code>/g)].map(([, code]) => code);
  assert.equal(backup.length, 10);

  const other = makeVisitor("001");
  await other("/", credentials("001"));
  assert.equal((await other("/code", { code: backup[0] })).path, "/espace");
  const again = makeVisitor("001");
  await again("/", credentials("001"));
  assert.equal((await again("/code", { code: backup[0] })).path, "/code");

  const asked = await visit("/desactiver", { password: portals.state.accounts["001"].password });
  assert.match(asked.text, /Continuer/);
  assert.equal(portals.state.accounts["001"].enrolled, true);
  const off = await visit("/desactiver-vraiment", {});
  assert.match(off.text, /est désactivée/);
  assert.equal(portals.state.accounts["001"].enrolled, false);
});

test("002: the code of the step before is refused, the current one accepted", async () => {
  const visit = makeVisitor("002");
  await visit("/connexion", credentials("002"));
  await waitAwayFromBoundary();
  const late = await visit("/securite", { code: codeNow("002", portals, -30) });
  assert.match(late.text, /entrez le nouveau code/);
  const good = await visit("/securite", { code: codeNow("002") });
  assert.match(good.text, /deux facteurs est active/);
});

test("003: the QR code is shown once, after the administrator's consent", async () => {
  const visit = makeVisitor("003");
  await visit("/administration", { user: "admin.helvorne", password: "Glacier-88-nord" });
  await visit("/utilisateur", { otp: "on", password: "Glacier-88-nord" });
  const first = await visit("/", credentials("003"));
  assert.match(first.text, /<svg/);
  const second = await visit("/", credentials("003"));
  assert.doesNotMatch(second.text, /<svg/);
  const inside = await visit("/code", { code: codeNow("003") });
  assert.match(inside.text, /Connexion établie/);
});

test("004: the manual key verifies", async () => {
  const visit = makeVisitor("004");
  await visit("/", credentials("004"));
  assert.match((await visit("/code-qr")).text, /Impossible de numériser/);
  assert.match((await visit("/saisie-manuelle")).text, /data-fact="key"/);
  const done = await visit("/verifier", { code: codeNow("004") });
  assert.match(done.text, /Okta Verify est configuré/);
});

test("a code works once", async () => {
  const { factor } = portals.state.accounts["004"];
  factor.renew();
  assert.equal(factor.verify(codeNow("004")), "accepted");
  assert.equal(factor.verify(codeNow("004")), "used");
});

test("a portal whose clock is two minutes ahead refuses this machine's codes", async () => {
  const site = await startPortals({ clockSkewSeconds: 120 });
  try {
    const { factor } = site.state.accounts["000"];
    const here = TOTP.generate({ secret: Secret.fromBase32(factor.key) });
    assert.equal(factor.verify(here), "wrong");
    assert.equal(factor.verify(codeNow("000", site)), "accepted");
  } finally {
    await site.close();
  }
});

test("no page asks for anything from another host", async () => {
  const paths = ["/000/", "/000/courrier", "/001/", "/002/", "/003/", "/004/", "/lab/two", "/lab/empty"];
  for (const path of paths) {
    const { headers } = await fetch(portals.url + path);
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/, path);
  }
});

test("every lab page is there and shows its codes", async () => {
  for (const [name, { title }] of Object.entries(portals.state.lab)) {
    const page = await fetch(`${portals.url}/lab/${name}`);
    assert.equal(page.status, 200, name);
    assert.ok((await page.text()).includes(title), name);
  }
});
