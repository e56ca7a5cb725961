/**
 * What a person does inside one page of Firefox, done in the page's own process with real input events. This function is sent
 * as text; `scope` is what stays there between two calls: the elements that were handed out, by number.
 *
 * @param {any} content the page's window
 * @param {any} components the browser's interfaces
 * @param {{ nodes: any[], keys: any, sandbox: any, page: any }} scope
 * @param {string} task
 * @param {any} details
 */
export async function actInPage(content, components, scope, task, details) {
  const { classes, interfaces, utils } = components;
  const tasks = {
    /** The page as a screen reader has it. */
    tree() {
      const service = classes["@mozilla.org/accessibilityService;1"].getService(interfaces.nsIAccessibilityService);
      // The tree follows the page with the next frame that is drawn: it is drawn now.
      content.windowUtils.advanceTimeAndRefresh(0);
      content.windowUtils.restoreNormalRefresh();
      const top = service.getAccessibleFor(content.document);
      return top === null ? null : nodeOf(service, top);
    },
    /** @param {{ code: string, args: unknown[], node?: number }} wanted */
    evaluate({ code, args, node }) {
      // One for each document, so that what a test leaves on `globalThis` is there the next time.
      if (scope.page !== content.document) {
        scope.page = content.document;
        scope.sandbox = new utils.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
      }
      const { sandbox } = scope;
      sandbox.element = node === undefined ? undefined : elementOf(node);
      sandbox.args = JSON.stringify(args);
      const before = node === undefined ? "" : "element, ";
      return utils.evalInSandbox(
        `(async () => JSON.stringify({ value: await (${code})(${before}...JSON.parse(args)) }))()`,
        sandbox,
      );
    },
    /** @param {{ selector: string }} wanted */
    query({ selector }) {
      const element = content.document.querySelector(selector);
      return element === null ? null : keep(element);
    },
    /** @param {{ node: number, count: number }} wanted */
    async click({ node, count }) {
      const element = elementOf(node);
      const isInView = () => {
        const { top, left, bottom, right } = element.getBoundingClientRect();
        return top >= 0 && left >= 0 && bottom <= content.innerHeight && right <= content.innerWidth;
      };
      if (!isInView()) element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = [...element.getClientRects()].find(({ width, height }) => width * height > 0);
      if (!box) throw new Error("not clickable: it has no size");
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      let hit = false;
      const watch = (/** @type {Event} */ event) => {
        hit ||= event.composedPath().includes(element) || element.contains(event.target);
      };
      content.addEventListener("mousedown", watch, true);
      mouse("mousemove", x, y, 0);
      for (let clicks = 1; clicks <= count; clicks += 1) {
        mouse("mousedown", x, y, clicks);
        mouse("mouseup", x, y, clicks);
      }
      content.removeEventListener("mousedown", watch, true);
      // A label passes the click on, and so does what lies over the element.
      if (!hit) throw new Error("not clickable: something else is in its place");
    },
    /** @param {{ type: string, x: number, y: number, count: number }} wanted */
    mouse({ type, x, y, count }) {
      mouse(type, x, y, count);
    },
    /** @param {{ node: number }} wanted */
    box({ node }) {
      const { x, y, width, height } = elementOf(node).getBoundingClientRect();
      return { x, y, width, height };
    },
    /** @param {{ key: string, shift: boolean, ctrl: boolean }} wanted */
    key({ key, shift, ctrl }) {
      const input = inputProcessor();
      const held = [shift && "Shift", ctrl && "Control"].filter(Boolean).map((name) => keyEvent(String(name)));
      for (const event of held) input.keydown(event);
      input.keydown(keyEvent(key));
      input.keyup(keyEvent(key));
      for (const event of held.reverse()) input.keyup(event);
    },
    /** What an entry of the menu “Edit” does. @param {{ name: string }} wanted */
    command({ name }) {
      content.docShell.doCommand(`cmd_${name.toLowerCase()}`);
    },
    /** @param {{ text: string }} wanted */
    insert({ text }) {
      content.document.execCommand("insertText", false, text);
    },
    /** @param {{ node: number, values: string[] }} wanted */
    select({ node, values }) {
      const list = elementOf(node);
      list.value = values[0];
      for (const type of ["input", "change"]) list.dispatchEvent(new content.Event(type, { bubbles: true }));
    },
    /** @param {{ node: number, paths: string[] }} wanted */
    async upload({ node, paths }) {
      const field = elementOf(node);
      field.mozSetFileArray(await Promise.all(paths.map((path) => content.File.createFromFileName(path))));
      for (const type of ["input", "change"]) field.dispatchEvent(new content.Event(type, { bubbles: true }));
    },
  };

  /** Names that the tests know from Chromium's tree, where Firefox has others. @type {Record<string, string>} */
  const otherNames = {
    "text leaf": "StaticText",
    statictext: "StaticText",
    "password text": "textbox",
    summary: "DisclosureTriangle",
  };

  /** @param {any} service @param {any} accessible @returns {any} */
  function nodeOf(service, accessible) {
    const own = service.getStringRole(accessible.role);
    const state = {};
    accessible.getState(state, {});
    const element = accessible.DOMNode?.nodeType === 3 ? accessible.DOMNode.parentElement : accessible.DOMNode;
    const children = Array.from({ length: accessible.childCount }, (_, place) => accessible.getChildAt(place));
    return {
      role: own === "document" ? "RootWebArea" : (otherNames[own] ?? (accessible.computedARIARole || own)),
      name: nameOf(accessible, element),
      focused: Boolean(/** @type {any} */ (state).value & interfaces.nsIAccessibleStates.STATE_FOCUSED),
      node: element ? keep(element) : -1,
      children: children.map((child) => nodeOf(service, child)),
    };
  }

  /** A field for files is named by its label in Chromium; Firefox reads its own button and the chosen files out with it. @param {any} accessible @param {any} element */
  function nameOf(accessible, element) {
    const [label] = element?.type === "file" && element === accessible.DOMNode ? element.labels : [];
    return label?.textContent ?? accessible.name ?? "";
  }

  /** @param {any} element */
  function keep(element) {
    return scope.nodes.push(element) - 1;
  }

  /** @param {number} node */
  function elementOf(node) {
    const element = scope.nodes[node];
    if (!element?.isConnected || element.ownerDocument !== content.document) throw new Error("no longer on the page");
    return element;
  }

  /** @param {string} type @param {number} x @param {number} y @param {number} clickCount */
  function mouse(type, x, y, clickCount) {
    const pressed = type === "mousedown" || (type === "mousemove" && clickCount > 0);
    content.synthesizeMouseEvent(
      type,
      x,
      y,
      { button: 0, buttons: pressed ? 1 : 0, clickCount: Math.max(clickCount, 1) },
      { isDOMEventSynthesized: false },
    );
  }

  function inputProcessor() {
    scope.keys ??= classes["@mozilla.org/text-input-processor;1"].createInstance(interfaces.nsITextInputProcessor);
    scope.keys.beginInputTransactionForTests(content);
    return scope.keys;
  }

  /** @param {string} name a key by what it types or, as puppeteer has it, by its place: `a`, `Enter`, `KeyV`, `Space` */
  function keyEvent(name) {
    const key =
      name === "Space" ? " " : name.replace(/^Key(?=[A-Z]$)/, "").replace(/^[A-Z]$/, (letter) => letter.toLowerCase());
    const isNamed = key.length > 1;
    return new content.KeyboardEvent("", {
      key: isNamed ? key : name.length === 1 ? name : key,
      code: isNamed ? (PLACES[key] ?? key) : "",
    });
  }

  /** Keys that are there twice: the left one. @type {Record<string, string>} */
  const PLACES = { Shift: "ShiftLeft", Control: "ControlLeft", Alt: "AltLeft" };

  return tasks[/** @type {keyof typeof tasks} */ (task)](details);
}
