// `node tests/portals/serve.mjs [PORT]`: the portals until Ctrl+C, for a look by hand.
import { startPortals } from "./server.mjs";

const portals = await startPortals({ port: Number(process.argv[2] ?? 8100) });
console.log(`${portals.url}/`);
