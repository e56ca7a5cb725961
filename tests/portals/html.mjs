// Markup with everything put into it escaped, so that a portal cannot show a name wrongly by accident.

/** @typedef {{ readonly markup: string }} Markup */
/** @typedef {Markup | string | number | false | null | undefined | Markup[]} Value */

/**
 * Template tag: literal parts are markup, values are text unless they are markup themselves.
 * @param {TemplateStringsArray} parts
 * @param {...Value} values
 * @returns {Markup}
 */
export const html = (parts, ...values) => ({
  markup: parts.map((part, place) => part + (place < values.length ? show(values[place]) : "")).join(""),
});

/**
 * @param {Value} value
 * @returns {string}
 */
const show = (value) => {
  if (value === false || value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(show).join("");
  if (typeof value === "object") return value.markup;
  return escapeText(String(value));
};

/** @param {string} text */
const escapeText = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * A whole page.
 * @param {{ title: string, style: string, body: Markup, script?: string, bodyClass?: string, lang?: string }} page
 * @returns {Markup}
 */
export const makePage = ({ title, style, body, script, bodyClass = "", lang = "fr" }) => html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/styles/${style}.css">
${script ? html`<script src="/scripts/${script}.js" defer></script>` : ""}
</head>
<body class="${bodyClass}">
${body}
</body>
</html>
`;

/**
 * What a portal has to say since the last page: errors interrupt a screen reader, successes do not.
 * @param {import("./portal.mjs").Session} session
 */
export const takeMessages = (session) => {
  const { notices, errors } = session;
  session.notices = [];
  session.errors = [];
  return [
    ...errors.map((text) => html`<p class="message error" role="alert">${text}</p>`),
    ...notices.map((text) => html`<p class="message notice" role="status">${text}</p>`),
  ];
};
