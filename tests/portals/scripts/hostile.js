// @ts-nocheck: a page that tries what a page could try, and writes down what came of it.
const id = location.hash.slice(1);
const results = {};
const note = (name, value) => {
  results[name] = value;
  document.querySelector("output").textContent = JSON.stringify(results);
};
const attempt = async (name, act) => {
  try {
    note(name, `got ${await act()}`);
  } catch (error) {
    note(name, `refused: ${error.name}`);
  }
};
const soon = (promise) =>
  Promise.race([promise, new Promise((_, fail) => setTimeout(() => fail(new DOMException("", "TimeoutError")), 1500))]);
const base = `chrome-extension://${id}`;

attempt("message", () =>
  soon(
    new Promise((done) => globalThis.chrome.runtime.sendMessage(id, { kind: "fill" }, (answer) => done(answer ?? 0))),
  ),
);
attempt("connect", () => globalThis.chrome.runtime.connect(id).name);
attempt("file", () => fetch(`${base}/popup/popup.html`).then((answer) => answer.text()));
attempt("module", () => import(`${base}/extension/vault-store.js`));
attempt("frame", () => {
  const frame = document.createElement("iframe");
  frame.src = `${base}/popup/popup.html`;
  document.body.append(frame);
  return soon(
    new Promise((done, fail) => {
      frame.onload = () => (frame.contentDocument ? fail(new DOMException("", "SecurityError")) : done("a frame"));
      frame.onerror = () => fail(new DOMException("", "NetworkError"));
    }),
  );
});
attempt("window", async () => {
  const opened = window.open(`${base}/popup/popup.html`);
  if (opened === null) throw new DOMException("", "NotAllowedError");
  await new Promise((done) => setTimeout(done, 1000));
  try {
    // An empty title is that of the empty page, which the browser left in the place of what it refused.
    if (opened.document.title === "") throw new DOMException("", "NotFoundError");
    return opened.document.title;
  } finally {
    opened.close();
  }
});
attempt("storage", () => globalThis.chrome.storage.local.get(null));

// Messages to whoever listens, clicks nobody made, focus that is always taken, and a layer over everything.
window.addEventListener("message", ({ data }) => note("heard", JSON.stringify(data)));
setInterval(() => {
  window.postMessage({ kind: "fill", sure: true }, "*");
  document.querySelector("input").focus();
  window.focus();
  for (const type of ["mousedown", "click", "keydown"]) document.body.dispatchEvent(new Event(type, { bubbles: true }));
  document.dispatchEvent(
    new KeyboardEvent("keydown", { key: "F", code: "KeyF", altKey: true, shiftKey: true, bubbles: true }),
  );
}, 50);
document.addEventListener("input", ({ target }) => note("typed", target.value));
document.addEventListener("paste", () => note("pasted", "something"));
