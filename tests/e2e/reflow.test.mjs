// Every screen in a small window and in large letters: nothing is cut off, and what is pressed is large enough to be hit.
// In English; accessibility.test.mjs goes the same way in French.
import { test } from "node:test";
import { assertOnEachScreen } from "./all-screens.mjs";
import { reflowFaults } from "./layout.mjs";

test("en: at 320 px, twice the size and in the largest text nothing is cut off, no target is small, nothing moves for who wants no motion", () =>
  assertOnEachScreen("en", reflowFaults));
