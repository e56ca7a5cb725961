// `./build.sh bench qr [FOLDER] [--every N] [--no-jsqr]`: our reader beside zxing-wasm, jsQR and the bare rqrr crate on a
// folder of pictures with `truth.jsonl`; without a folder, on pictures drawn here. The packages are installed once.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { toBuffer } from "qrcode";

const here = dirname(fileURLToPath(import.meta.url));
const options = process.argv.slice(2);

if (!existsSync(join(here, "node_modules"))) {
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-progress", "--loglevel=error"], { cwd: here });
}
if (options[0] === undefined || options[0].startsWith("--")) {
  options.unshift(await drawFolder());
}
execFileSync(process.execPath, [join(here, "qr/bench.mjs"), ...options], { stdio: "inherit" });

/** Forty codes of ordinary looks, for a run without a corpus. */
async function drawFolder() {
  const folder = mkdtempSync(join(tmpdir(), "tessera-bench-"));
  const lines = [];
  for (let index = 0; index < 40; index += 1) {
    const text = `otpauth://totp/Example:user${index}?secret=${"JBSWY3DPEHPK3PXP".repeat(1 + (index % 4))}&issuer=Example`;
    const file = `code-${index}.png`;
    const dark = ["#000000", "#1a5fb4", "#ffffff"][index % 3];
    const light = index % 3 === 2 ? "#101418" : "#ffffff";
    writeFileSync(
      join(folder, file),
      await toBuffer(text, { margin: 4, scale: 2 + (index % 7), color: { dark, light } }),
    );
    lines.push(JSON.stringify({ file, category: index % 3 === 2 ? "inverted" : "dark on light", payloads: [text] }));
  }
  writeFileSync(join(folder, "truth.jsonl"), `${lines.join("\n")}\n`);
  return folder;
}
