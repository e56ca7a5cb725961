/** The texts for the stores: `docs/store`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { frenchFaults } from "./french.mjs";
import { jsonOf, textOf } from "./sources.mjs";

for (const language of ["en", "fr"]) {
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

test("the French texts are right in France, Switzerland and Québec alike", () => {
  const french = [textOf("docs/store/listing.fr.md"), textOf("docs/store/privacy.md").split("\n---\n")[1] ?? ""];
  for (const line of french.join("\n").split("\n")) {
    assert.deepEqual(frenchFaults(line.replaceAll(/[`*_#]/g, "")), [], line);
  }
});
