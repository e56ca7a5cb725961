import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutComments, withoutStyleComments } from "../../build/comments.mjs";

test("comments go, with the lines they had for themselves", () => {
  const module = [
    '/* @ts-self-types="./core.d.ts" */',
    "/**",
    " * What it is: `/**`.",
    " */",
    "export class Vault {",
    "  /** @returns {string} */",
    "  get id() {",
    "    return /** @type {string} */ (this.held); // why",
    "  }",
    "  // last",
    "}",
  ];
  const kept = ["export class Vault {", "  get id() {", "    return (this.held);", "  }", "}"];
  assert.equal(withoutComments(`${module.join("\n")}\n`), `${kept.join("\n")}\n`);
});

test("what only looks like a comment stays", () => {
  const module = 'const a = "/* no */", b = /[/*]\\/\\//, c = `\n// no\n`;\nexport { a, b, c };';
  assert.equal(withoutComments(module), module);
  assert.equal(withoutComments("export const a = 1; // the end"), "export const a = 1;");
  assert.throws(() => withoutComments("const = 1;"), SyntaxError);
});

test("a style sheet keeps all but the comments that have lines of their own", () => {
  const sheet = '/* The list.\n   Its rows. */\n.row {\n  /* Room. */\n  gap: 4px; /* small */\n  content: "/*";\n}\n';
  assert.equal(withoutStyleComments(sheet), '.row {\n  gap: 4px; /* small */\n  content: "/*";\n}\n');
});
