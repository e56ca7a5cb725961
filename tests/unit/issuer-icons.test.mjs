import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../build/files.mjs";
import { chosenBrands } from "../../build/issuer-icons.mjs";
import { iconFor, LETTER, setIcons, slugFor } from "../../popup/issuer-icons.js";

const NAMES = {
  github: ["GitHub"],
  ovh: ["OVH", "OVHcloud"],
  x: ["X", "Twitter"],
  googlecloud: ["Google Cloud"],
  google: ["Google"],
};

setIcons(
  Object.fromEntries(
    Object.entries(NAMES).map(([slug, names]) => [
      slug,
      { title: names[0] ?? "", names, tile: `<svg id="${slug}#"/>` },
    ]),
  ),
);

/** @param {string} issuer @param {string} [site] @param {string} [icon] */
const slugOf = (issuer, site = "", icon = "") => slugFor({ issuer, site, icon });

test("the issuer’s whole name is worth more than its first word, and both more than the site", () => {
  assert.equal(slugOf("Google Cloud"), "googlecloud");
  assert.equal(slugOf("GOOGLE (livia)"), "google");
  assert.equal(slugOf("OVHcloud"), "ovh");
  assert.equal(slugOf("Twitter"), "x");
  assert.equal(slugOf("Ma forge", "gist.github.com"), "github");
});

test("what is not known has a letter, and so has what is to have one", () => {
  assert.equal(slugOf("Crédit Rivemont", "rivemont.example"), undefined);
  assert.equal(slugOf("X-tra bank"), undefined, "one letter is no name");
  assert.equal(slugOf("GitHub", "", LETTER), undefined);
  assert.equal(slugOf("Crédit Rivemont", "", "github"), "github");
});

test("an icon is an address that holds all of it, and a letter has none", () => {
  const address = iconFor({ issuer: "GitHub", site: "", icon: "" }) ?? "";
  assert.equal(decodeURIComponent(address), 'data:image/svg+xml,<svg id="github#"/>');
  assert.doesNotMatch(address, /[#<"]/);
  assert.equal(iconFor({ issuer: "Crédit Rivemont", site: "", icon: "" }), undefined);
});

test("the tiles that ship are whole drawings, and each brand of the list has one", () => {
  const issuers = JSON.parse(readFileSync(join(ROOT, "vendor/simple-icons/issuers.json"), "utf8"));
  assert.deepEqual(
    Object.keys(issuers),
    chosenBrands().map(({ slug }) => slug),
  );
  for (const [slug, { tile }] of Object.entries(issuers)) {
    assert.match(tile, /^<svg [^<>]+><rect [^<>]+\/><path [^<>]+ d="[Mm][-\d.,a-zA-Z ]+"\/><\/svg>$/, slug);
  }
});
