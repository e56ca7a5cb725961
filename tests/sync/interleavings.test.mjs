// The extension's own code on two and three devices, in random order: every call to storage may be late, reordered
// against the others or cut off by a crash, and sync delivers key by key. TESSERA_INTERLEAVINGS and TESSERA_SEED make
// longer and other runs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeChance, World } from "./world.mjs";

const runs = Number(process.env.TESSERA_INTERLEAVINGS ?? 10);
const seed = Number(process.env.TESSERA_SEED ?? 1);

test(`${runs} interleavings converge and lose nothing`, async () => {
  for (let run = 0; run < runs; run += 1) {
    const chance = makeChance(seed * 1_000_003 + run);
    const world = new World(chance);
    try {
      await world.begin(2 + chance(2));
      const acts = 60 + chance(240);
      for (let number = 0; number < acts; number += 1) await world.act();
      assert.deepEqual(await world.check(), []);
    } catch (cause) {
      throw new Error(`run ${run} of seed ${seed}: ${cause}\n${world.log.join("\n")}`, { cause });
    }
  }
});
