import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutComments } from "../../build/glue.mjs";

test("documentation goes, and what only looks like it stays", () => {
  const module = [
    '/* @ts-self-types="./core.d.ts" */',
    "/**",
    " * What it is: `/**`.",
    " */",
    "export class Vault {",
    "    /**",
    "     * @returns {string}",
    "     */",
    "    get id() {",
    '        return "/** no comment */"; // why',
    "    }",
    "}",
    "",
  ];
  const kept = module.filter((_, line) => ![1, 2, 3, 5, 6, 7].includes(line));
  assert.equal(withoutComments(module.join("\n")), kept.join("\n"));
});
