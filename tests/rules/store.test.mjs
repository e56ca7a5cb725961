/** The texts for the stores: `docs/store`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonOf, textOf } from "./sources.mjs";
import { faultsOf, WRITTEN } from "./writing.mjs";

for (const language of ["en", ...WRITTEN]) {
  const listing = textOf(`docs/store/listing.${language}.md`);
  const sections = listing.split(/^## /m).map((section) => section.split("\n").slice(1).join("\n").trim());

  test(`${language}: the stores take the name and the short description`, () => {
    const [, name = "", short = ""] = sections;
    assert.equal(name, "Tessera");
    assert.ok(short.length > 60 && short.length <= 132, `${short.length} characters`);
  });

  test(`${language}: each permission is explained`, () => {
    const { permissions } = /** @type {{permissions: string[]}} */ (jsonOf("manifest.json"));
    assert.deepEqual(
      permissions.filter((name) => !listing.includes(`\`${name}\``)),
      [],
    );
  });
}

for (const language of WRITTEN) {
  test(`${language}: the texts are written as this language is`, () => {
    const texts = [textOf(`docs/store/listing.${language}.md`), privacyOf(language)];
    for (const line of texts.join("\n").split("\n")) {
      assert.deepEqual(faultsOf(language, line.replaceAll(/[`*_#]/g, "")), [], line);
    }
  });
}

test("the privacy policy has a part in each language, with as many paragraphs", () => {
  const [english = "", ...others] = privacyParts();
  assert.equal(others.length, WRITTEN.length);
  // Under its title the English part says that the others follow.
  for (const part of others) assert.equal(paragraphs(part) + 1, paragraphs(english));
});

/** Of `docs/store/privacy.md`, English first, then as in `WRITTEN`. @param {string} language */
function privacyOf(language) {
  return privacyParts()[1 + WRITTEN.indexOf(language)] ?? "";
}

function privacyParts() {
  return textOf("docs/store/privacy.md").split("\n---\n");
}

/** @param {string} text */
function paragraphs(text) {
  return text.trim().split(/\n\n+/).length;
}
