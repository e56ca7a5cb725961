/**
 * Puts a code into the page. The browser sends the text of this one function into the tab, so it is self-contained: it
 * may use nothing of this file but itself.
 *
 * A field is filled if the page says that it wants the code of an app, or if the person has put the caret into it and
 * nothing speaks against it. A field that says SMS or e-mail is left alone, with one exception that a guide needs
 * (“CODE SMS SECURITE”): the text around it says that the code comes from an authenticator app. What is said wins over
 * what is marked: sites mark SMS fields as `one-time-code` too. Nothing is ever submitted.
 *
 * @typedef {object} Wish
 * @property {string} code
 * @property {string} host where the code may go; the tab may show another page by now
 * @property {boolean} sure the person was asked about the field under the caret and said yes
 *
 * @typedef {object} FillAnswer
 * @property {"filled" | "none" | "several" | "doubtful" | "refused" | "moved"} outcome
 * @property {"" | "sms" | "unlabelled"} why what speaks against the field, for “none” and “doubtful”
 * @property {string} field what the page calls it
 *
 * @param {Wish} wish
 * @returns {Promise<FillAnswer>}
 */
export async function fillCode({ code, host, sure }) {
  /** @typedef {{inputs: HTMLInputElement[], words: string, label: string, around: string, page: string, focused: boolean}} Field */
  /** @typedef {{field: Field, score: number, doubt: "" | "sms" | "unlabelled"}} Candidate */

  const APP =
    /authentic?ator|authentificateur|authenticatie|appli(cation)? (d |de )?(double )?authentification|authentifizier\w* ?app|app (di|d|per l) ?autenticazione|\b(authentication|authenticating|auth|2fa|otp|totp|verification) app|\btotp\b|application mobile|code generator|generateur de codes?|accesssecurium/;
  const TWO_STEP =
    /two (factor|step)|2 ?(fa|sv)\b|2 (step|factor)|\bmfa\b|multi ?factor|multifacteur|(double|deux) (authentification|etapes|facteurs)|(authentification|verification|validation) (a|en) (deux|2|double|plusieurs) (etapes|facteurs?)|(zwei|2) ?(faktor|stufen|schritt)|(due|2) (fattori|passaggi)|second(e)? (factor|etape|facteur)|deuxieme (facteur|etape)|strong authentication|authentification forte/;
  const STRONG =
    /\botp\b|\btotp\b|one time|onetime|usage unique|einmal ?(code|pass\w*|kennwort|pin)|monouso|verification code|code de (verification|validation|confirmation|securite)|code d ?(authentification|identification|application)|(verifizierung|bestatigung|sicherheit|authentifizierung|prufung)s ?code|codice di (verifica|sicurezza|conferma|autenticazione)|codice otp|(security|authentication|auth|authenticator|login|confirmation|2fa|mfa|totp) (code|token)|pass ?code|\btoken\b|\b[68] ?(digit|chiffres|stellig\w*|cifre)|(six|six) (digit|chiffres)|sechsstellig\w*|sei cifre|code a [68]|two ?factor|2 ?fa\b|\bmfa\b|dynami(c|que)/;
  const WEAK = /\b(code|codice|kode|pin|digit|chiffre|ziffer|cifra)\b/;
  const SMS =
    /\bsms\b|\btexto\b|text message|(e ?mail|courriel|\bmail\b|posta elettronica)|par message|nachricht|messaggio|whats ?app|\b(voice|phone) call|par telephone|per telefon|per telefono/;
  const RECEIVED =
    /\b(recu|recue|received|sent|envoye\w*|adresse a|transmis|texted|erhalten\w*|gesendet\w*|geschickt\w*|ricevut[oa]|inviat[oa]|spedit[oa]|check your (e ?mail|inbox|phone|messages))\b/;
  const RECOVERY = /recovery|backup code|de (secours|recuperation)|wiederherstellung|di (recupero|emergenza|backup)/;
  const NEVER =
    /promo|coupon|voucher|discount|\bremise|reduction|rabatt|gutschein|\bsconto|\bbuono|gift|cadeau|geschenk|regalo|parrain|referral|\binvit|empfehlung|\bcard\b|\bcarte\b|\bkarte|kreditkarte|\bcarta\b|\bcvv|\bcvc|\bcsc\b|cryptogramme|prufziffer|\biban\b|\bbic\b|swift|sort code|bankleitzahl|expir|ablauf|scadenza|\bsearch|recherche|\bsuche|\bcerca\b|ricerca|\bquery\b|\bfilter|\bzip\b|postal|post ?code|postleitzahl|\bplz\b|\bcap\b|captcha|robot|code de l image|bild ?code|country code|area code|dialling|indicatif|vorwahl|prefisso|\bphone\b|telephone|\btel\b|telefon|telefono|mobil(e|)? ?(number|nummer)|numero de (mobile|portable)|handy|cellulare|code (client|abonne|produit|article|barre|ape|source|agence|parrainage|pays|postal)|kunden|artikel|codice (cliente|fiscale|prodotto|sconto|promozionale)|tax code|tracking|sendung|suivi|birth|naissance|geburt|nascita|amount|montant|betrag|importo|quantity|quantite|menge|voucher|licen[cs]e key|serial|numero de serie|activation key|cle de produit|url\b|website|subject|\bnom\b|\bname\b|prenom|adresse\b|address\b|username|nom d utilisateur|benutzername|identifiant|user ?id|captcha/;
  const PASSWORD = /password|mot de passe|passwort|kennwort|parola d ordine|passphrase/;

  /** Lower case, without accents, camelCase and punctuation as spaces. @param {unknown} text */
  const plain = (text) =>
    (typeof text === "string" ? text : "")
      .replace(/([a-z])([A-Z0-9])/g, "$1 $2")
      .replace(/([0-9])([A-Za-z])/g, "$1 $2")
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();

  /** The page, its open shadow roots and the frames that belong to the same origin. @returns {(Document | ShadowRoot)[]} */
  const roots = () => {
    /** @type {(Document | ShadowRoot)[]} */
    const found = [document];
    for (const root of found) {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) {
          found.push(element.shadowRoot);
        }
        if (element.localName === "iframe") {
          const inside = innerDocument(/** @type {HTMLIFrameElement} */ (element));
          if (inside) {
            found.push(inside);
          }
        }
      }
    }
    return found;
  };

  /** @param {HTMLIFrameElement} frame */
  const innerDocument = (frame) => {
    try {
      return isShown(frame) ? frame.contentDocument : null;
    } catch {
      return null;
    }
  };

  /** @param {Element} element */
  const isShown = (element) => {
    const box = element.getBoundingClientRect();
    const view = element.ownerDocument.defaultView;
    const onPage = box.right + (view?.scrollX ?? 0) > 0 && box.bottom + (view?.scrollY ?? 0) > 0;
    return box.width >= 6 && box.height >= 6 && onPage && element.checkVisibility({ visibilityProperty: true });
  };

  /** @param {HTMLInputElement} input */
  const isUsable = (input) => {
    const seen = Number(getComputedStyle(input).opacity) > 0.05 || input.autocomplete === "one-time-code";
    const type = ["text", "tel", "number", "password"].includes(input.type);
    return type && !input.disabled && !input.readOnly && seen && isShown(input);
  };

  /** @param {HTMLInputElement} input */
  const isFocused = (input) => {
    const root = /** @type {Document | ShadowRoot} */ (input.getRootNode());
    return root.activeElement === input;
  };

  /** What the page calls a field, for people. @param {Element} input */
  const labelOf = (input) => {
    const root = /** @type {Document | ShadowRoot} */ (input.getRootNode());
    const named = (input.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    const texts = [
      ...named.map((id) => root.querySelector(`[id="${CSS.escape(id)}"]`)?.textContent ?? ""),
      input.getAttribute("aria-label") ?? "",
      ...Array.from(/** @type {HTMLInputElement} */ (input).labels ?? [], (label) => label.textContent ?? ""),
    ];
    const told = texts.map((text) => text.replace(/\s+/g, " ").trim()).filter(Boolean);
    return told[0] ?? input.getAttribute("placeholder") ?? (input.getAttribute("title") || textBefore(input));
  };

  /** The text just before a field that has no label. @param {Element} input */
  const textBefore = (input) => {
    let here = /** @type {Element | null} */ (input);
    for (let up = 0; here && up < 3; up += 1, here = here.parentElement) {
      for (let other = here.previousElementSibling; other; other = other.previousElementSibling) {
        const text = (other.textContent ?? "").replace(/\s+/g, " ").trim();
        if (text && text.length < 120 && !other.querySelector("input,select,textarea,button,a")) {
          return text;
        }
      }
    }
    return "";
  };

  /** Everything a field says about itself. @param {Element} input */
  const wordsOf = (input) => {
    const names = ["name", "id", "placeholder", "title", "aria-label", "data-testid", "data-test"];
    const own = names.map((name) => input.getAttribute(name) ?? "");
    // Classes say mostly how something looks; this one says what it is.
    own.push(/\b[\w-]*(otp|2fa|one-?time|verification-?code)/i.exec(input.className)?.[1] ?? "");
    const described = (input.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean);
    const root = /** @type {Document | ShadowRoot} */ (input.getRootNode());
    const hints = described.map((id) => root.querySelector(`[id="${CSS.escape(id)}"]`)?.textContent ?? "");
    return plain([...own, ...hints, labelOf(input)].join(" "));
  };

  /** Visible text below an element, without what one clicks to do something else. @param {Node | null} top @param {boolean} whole */
  const textIn = (top, whole) => {
    const skipped = `a,button,script,style,template,noscript,option,[role=button],[role=link]${whole ? ",nav,footer,header" : ""}`;
    let text = "";
    const walker = top && document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
    while (walker?.nextNode() && text.length < 6000) {
      const parent = walker.currentNode.parentElement;
      if (parent && !parent.closest(skipped) && parent.checkVisibility({ visibilityProperty: true })) {
        text += ` ${walker.currentNode.nodeValue}`;
      }
    }
    return plain(text);
  };

  /** The nearest part of the page around a field that says something. @param {Element} input */
  const around = (input) => {
    for (let here = parentOf(input); here; here = parentOf(here)) {
      const block = ["FORM", "FIELDSET", "DIALOG", "SECTION", "ARTICLE", "MAIN", "LI", "BODY"].includes(here.tagName);
      const text = block || here.getAttribute("role") === "dialog" ? textIn(here, here.tagName === "BODY") : "";
      if (text.length >= 40) {
        return text;
      }
    }
    return "";
  };

  /** The parent, through shadow roots. @param {Element} element @returns {Element | null} */
  const parentOf = (element) => {
    const root = element.getRootNode();
    return element.parentElement ?? ("host" in root ? /** @type {ShadowRoot} */ (root).host : null);
  };

  /** Boxes for one character each, as many as the code has. @param {HTMLInputElement[]} inputs @returns {HTMLInputElement[][]} */
  const segments = (inputs) => {
    const isBox = (/** @type {HTMLInputElement} */ input) => {
      const { width, height } = input.getBoundingClientRect();
      return input.maxLength === 1 || (width <= 80 && width <= height * 1.7 && input.type !== "password");
    };
    /** @type {HTMLInputElement[][]} */
    const runs = [];
    for (const input of inputs) {
      const last = runs.at(-1);
      const joined =
        isBox(input) && last && isBox(last[0]) && last[0].form === input.form && areNear(last.at(-1), input);
      if (joined) {
        last.push(input);
      } else {
        runs.push([input]);
      }
    }
    return runs.filter((run) => run.length === [...code].length && isBox(run[0]));
  };

  /** Whether two fields stand close to each other in the tree. @param {Element | undefined} one @param {Element} other */
  const areNear = (one, other) => {
    const steps = [
      one?.parentElement,
      one?.parentElement?.parentElement,
      one?.parentElement?.parentElement?.parentElement,
    ];
    return one?.getRootNode() === other.getRootNode() && steps.some((parent) => parent?.contains(other));
  };

  /** @param {HTMLInputElement[]} inputs @returns {Field} */
  const describe = (inputs) => {
    const [first] = inputs;
    const group = inputs.length > 1 ? (first.closest("fieldset,[role=group],form") ?? first.parentElement) : null;
    const legend = group
      ? `${group.getAttribute("aria-label") ?? ""} ${group.querySelector("legend")?.textContent ?? ""}`
      : "";
    const body = first.ownerDocument.body;
    const outside = first.ownerDocument === document ? "" : textIn(document.body, true);
    return {
      inputs,
      words: `${inputs.length > 1 ? `${plain(legend)} ` : ""}${wordsOf(first)}`,
      label: legend.trim() || labelOf(first),
      around: around(first),
      page: `${plain(document.title)} ${textIn(body, true)} ${outside}`,
      focused: inputs.some(isFocused),
    };
  };

  /** @param {Field} field @returns {Candidate | null} */
  const judge = (field) => {
    const { inputs, words, focused } = field;
    const [first] = inputs;
    const marked = inputs.some((input) => input.autocomplete === "one-time-code");
    const strong = STRONG.test(words) || APP.test(words);
    const weak = WEAK.test(words);
    if (isForbidden(first, words, strong || marked)) {
      return null;
    }
    const fits = inputs.length > 1 || first.maxLength < 0 || first.maxLength >= code.length;
    if (!fits || (first.type === "number" && !/^\d+$/.test(code))) {
      return null;
    }
    const app = APP.test(words) || APP.test(field.around);
    const near = app || TWO_STEP.test(field.around) || APP.test(field.page) || TWO_STEP.test(field.page);
    const other = isSent(field, app);
    if (other) {
      return focused ? { field, score: 1, doubt: "sms" } : { field, score: 0, doubt: "sms" };
    }
    const close = first.maxLength >= code.length && first.maxLength <= code.length + 3;
    const digits =
      first.inputMode === "numeric" || ["tel", "number"].includes(first.type) || /\\?d|0-9/.test(first.pattern);
    const score =
      (marked ? 5 : 0) +
      (strong ? 4 : 0) +
      (weak ? 2 : 0) +
      (near ? 2 : 0) +
      (app ? 1 : 0) +
      (close || inputs.length > 1 ? 2 : 0) +
      (digits ? 1 : 0) +
      (focused ? 2 : 0);
    const evidence = marked || strong || (weak && near) || (inputs.length > 1 && near) || (focused && weak);
    if (evidence && score >= 4) {
      return { field, score, doubt: "" };
    }
    return focused && (near || close) ? { field, score: 1, doubt: "unlabelled" } : null;
  };

  /** Whether a field is for something else, whatever the page around it is about. @param {HTMLInputElement} input @param {string} words @param {boolean} named */
  const isForbidden = (input, words, named) => {
    const purpose = input.autocomplete;
    if (purpose && !["on", "off", "one-time-code"].includes(purpose)) {
      return true;
    }
    if (input.type === "search" || input.getAttribute("role") === "searchbox" || NEVER.test(words)) {
      return true;
    }
    const paying = input.form?.querySelector('[autocomplete^="cc-"],[name*="card" i],[name*="iban" i]');
    const password = PASSWORD.test(words) || input.type === "password";
    return (
      Boolean(paying) ||
      (password && !named) ||
      (RECOVERY.test(words) && !named && !WEAK.test(words.replace(RECOVERY, "")))
    );
  };

  /** Whether the code that a field wants was sent to the person. @param {Field} field @param {boolean} app */
  const isSent = ({ words, around, page }, app) => {
    if (SMS.test(words)) {
      return APP.test(words) ? false : RECEIVED.test(words) || !app || RECEIVED.test(around);
    }
    const told = app ? around : `${around} ${page}`;
    return !app && SMS.test(told) && RECEIVED.test(told);
  };

  /** What stands in the boxes now, without the spaces a mask puts in. @param {HTMLInputElement[]} inputs */
  const shownIn = (inputs) => inputs.map(({ value }) => value.replace(/[\s-]/g, "")).join("");

  const settled = () => new Promise((done) => setTimeout(done, 60));

  /** Writes as typing does: past the page's own property, with the events that frameworks listen to. @param {HTMLInputElement} input @param {string} text */
  const write = (input, text) => {
    const view = /** @type {Window & typeof globalThis} */ (input.ownerDocument.defaultView ?? window);
    const native = Object.getOwnPropertyDescriptor(view.HTMLInputElement.prototype, "value")?.set;
    input.focus();
    native?.call(input, text);
    input.dispatchEvent(
      new view.InputEvent("input", { bubbles: true, composed: true, data: text, inputType: "insertText" }),
    );
    input.dispatchEvent(new view.Event("change", { bubbles: true }));
  };

  /** Pastes as a person does: Chromium takes the text from `clipboardData`, Firefox from `data`. @param {HTMLInputElement} first */
  const paste = (first) => {
    const view = /** @type {Window & typeof globalThis} */ (first.ownerDocument.defaultView ?? window);
    const clipboardData = new view.DataTransfer();
    clipboardData.setData("text/plain", code);
    const pasted = { clipboardData, dataType: "text/plain", data: code };
    first.focus();
    first.dispatchEvent(
      new view.ClipboardEvent("paste", { bubbles: true, composed: true, cancelable: true, ...pasted }),
    );
  };

  /** Writes and looks whether it stays. @param {HTMLInputElement[]} inputs */
  const fill = async (inputs) => {
    const parts = inputs.length > 1 ? [...code] : [code];
    for (const [place, input] of inputs.entries()) {
      write(input, parts[place]);
    }
    await settled();
    if (shownIn(inputs) !== code && inputs.length > 1) {
      for (const input of inputs) {
        write(input, "");
      }
      paste(inputs[0]);
      await settled();
    }
    return shownIn(inputs) === code;
  };

  /** @param {FillAnswer["outcome"]} outcome @param {Partial<FillAnswer>} [more] @returns {FillAnswer} */
  const answer = (outcome, more = {}) => ({ outcome, why: "", field: "", ...more });

  if (location.hostname !== host) {
    return answer("moved");
  }
  const inputs = roots()
    .flatMap((root) => [...root.querySelectorAll("input")])
    .filter(isUsable);
  const boxes = segments(inputs);
  const single = inputs.filter((input) => input.maxLength !== 1 && !boxes.some((run) => run.includes(input)));
  const judged = [...boxes, ...single.map((input) => [input])].map((group) => judge(describe(group)));
  const candidates = judged.filter((one) => one !== null).sort((one, other) => other.score - one.score);
  const [best, second] = candidates;
  if (!best || best.score === 0) {
    return answer("none", best && { why: best.doubt, field: best.field.label });
  }
  if (best.doubt && !sure) {
    return answer("doubtful", { why: best.doubt, field: best.field.label });
  }
  if (second && second.score === best.score && !best.field.focused) {
    return answer("several");
  }
  return answer((await fill(best.field.inputs)) ? "filled" : "refused", { field: best.field.label });
}
