import assert from "node:assert/strict";
import { test } from "node:test";
import { LETTER, setIcons, slugFor } from "../../popup/issuer-icons.js";

setIcons({
  github: { title: "GitHub", names: ["GitHub"] },
  ovh: { title: "OVH", names: ["OVH", "OVHcloud"] },
  x: { title: "X", names: ["X", "Twitter"] },
  googlecloud: { title: "Google Cloud", names: ["Google Cloud"] },
  google: { title: "Google", names: ["Google"] },
});

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
