// The enrolment portals on a local port: HTTP, cookies and forms; each portal's behaviour lives in its own file.
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { answerFields } from "./fields.mjs";
import { makeBoreal } from "./004-boreal.mjs";
import { makeFidalpin } from "./002-fidalpin.mjs";
import { makeHelvorne } from "./003-helvorne.mjs";
import { makeLab } from "./lab.mjs";
import { makeOrmeval } from "./001-ormeval.mjs";
import { makeRivemont } from "./000-rivemont.mjs";
import { makeSession } from "./portal.mjs";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { Answer, Session } from "./portal.mjs" */

/**
 * @typedef {object} PortalOptions
 * @property {number} [port] any free one unless told
 * @property {number} [clockSkewSeconds] how far the portals' clocks are ahead of the machine's
 */

const folder = fileURLToPath(new URL(".", import.meta.url));
const maxFormBytes = 16 * 1024;
const contentTypes = { ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8" };
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Starts the server on this machine only.
 * @param {PortalOptions} [options]
 */
export const startPortals = async ({ port = 0, clockSkewSeconds = 0 } = {}) => {
  const clock = () => Date.now() / 1000 + clockSkewSeconds;
  const portals = {
    "000": makeRivemont(clock),
    "001": makeOrmeval(clock),
    "002": makeFidalpin(clock),
    "003": makeHelvorne(clock),
    "004": makeBoreal(clock),
  };
  const lab = makeLab();
  /** @type {Map<string, Session>} */
  const sessions = new Map();

  /** @param {IncomingMessage} request @param {ServerResponse} response */
  const serve = async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const [, first = "", ...rest] = pathname.split("/");
    if (pathname === "/favicon.ico") return send(response, 204, {}, "");
    if (first === "styles" || first === "scripts") return serveAsset(response, first, rest.join("/"));
    if (first === "fields") return sendAnswer(response, "fields", answerFields(`/${rest.join("/")}`));
    if (first === "lab") return sendAnswer(response, "lab", await lab.answer(`/${rest.join("/")}`));
    const portal = Object.entries(portals).find(([name]) => name === first);
    if (!portal)
      return send(response, pathname === "/" ? 200 : 404, { "Content-Type": "text/html; charset=utf-8" }, index());
    const session = sessionOf(request, response, sessions, first);
    const form = await readForm(request);
    const method = request.method === "POST" ? "POST" : "GET";
    sendAnswer(response, first, await portal[1].answer({ method, path: `/${rest.join("/")}`, form, session }));
  };

  const server = createServer((request, response) => {
    response.setHeader("Date", new Date(clock() * 1000).toUTCString());
    serve(request, response).catch((error) => {
      console.error(error);
      send(response, 500, {}, "");
    });
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", () => done(null)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const accounts = Object.fromEntries(Object.entries(portals).map(([name, portal]) => [name, portal.account]));
  return {
    url: `http://127.0.0.1:${address.port}`,
    state: { accounts, lab: lab.cases, clock },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

/**
 * The visitor's session with one portal, begun if there is none.
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {Map<string, Session>} sessions
 * @param {string} portal
 */
const sessionOf = (request, response, sessions, portal) => {
  const cookie = `session-${portal}`;
  const sent = new RegExp(`(?:^|; )${cookie}=([0-9a-f-]{36})`).exec(request.headers.cookie ?? "")?.[1] ?? "";
  const known = sessions.get(sent);
  if (known) return known;
  const id = randomUUID();
  const session = makeSession();
  sessions.set(id, session);
  response.setHeader("Set-Cookie", `${cookie}=${id}; Path=/${portal}; HttpOnly; SameSite=Strict`);
  return session;
};

/** @param {IncomingMessage} request */
const readForm = async (request) => {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > maxFormBytes) throw new Error("the form is too large");
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString("utf8"));
};

/**
 * @param {ServerResponse} response
 * @param {"styles" | "scripts"} kind
 * @param {string} name
 */
const serveAsset = async (response, kind, name) => {
  const type = Object.entries(contentTypes).find(([ending]) => ending === extname(name))?.[1];
  if (!type || !/^[a-z0-9-]+\.[a-z]+$/.test(name)) return send(response, 404, {}, "");
  send(response, 200, { "Content-Type": type }, await readFile(join(folder, kind, name), "utf8"));
};

/**
 * @param {ServerResponse} response
 * @param {string} portal
 * @param {Answer} answer
 */
const sendAnswer = (response, portal, answer) => {
  if ("redirect" in answer) return send(response, 303, { Location: `/${portal}${answer.redirect}` }, "");
  if ("bytes" in answer) return send(response, 200, { "Content-Type": answer.type }, answer.bytes);
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy, ...answer.headers };
  send(response, answer.status ?? 200, headers, answer.page.markup);
};

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {Record<string, string>} headers
 * @param {string | Buffer} body
 */
const send = (response, status, headers, body) => {
  response.writeHead(status, { "Cache-Control": "no-store", ...headers });
  response.end(body);
};

const index = () =>
  `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Portails</title><ul>${[
    "000",
    "001",
    "002",
    "003",
    "004",
    "lab",
  ]
    .map((name) => `<li><a href="/${name}/">${name}</a></li>`)
    .join("")}</ul></html>`;
