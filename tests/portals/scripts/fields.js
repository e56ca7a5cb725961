// @ts-nocheck: scripts of the pages under test, as careless as those of real pages
// What frameworks do to the fields of a page.

/** Boxes that pass the caret on, and take back what is typed into a box out of turn. */
for (const form of document.querySelectorAll("[data-advance]")) {
  const boxes = [...form.querySelectorAll("input")];
  form.addEventListener("input", ({ target }) => {
    const place = boxes.indexOf(target);
    if (place > 0 && boxes[place - 1].value === "") target.value = "";
    if (target.value !== "") boxes[place + 1]?.focus();
  });
}

/** Boxes that take a whole code by pasting only: what is put into one by other means is gone at once. */
for (const form of document.querySelectorAll("[data-paste-only]")) {
  const boxes = [...form.querySelectorAll("input")];
  form.addEventListener("input", ({ target }) => {
    target.value = "";
  });
  form.addEventListener("paste", (event) => {
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain").replace(/\D/g, "");
    for (const [place, box] of boxes.entries()) box.value = text[place] ?? "";
  });
}

/** As React does: the field shows the state, the state changes on `input` events alone, and the element's own property tells what the state knows. */
for (const field of document.querySelectorAll("[data-controlled]")) {
  const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  let state = "";
  let tracked = "";
  Object.defineProperty(field, "value", {
    configurable: true,
    get: () => native.get.call(field),
    set: (value) => {
      tracked = value;
      native.set.call(field, value);
    },
  });
  field.addEventListener("input", () => {
    const now = native.get.call(field);
    if (now !== tracked) {
      state = now;
      tracked = now;
    }
    field.form.querySelector("output").textContent = state;
    setTimeout(() => {
      native.set.call(field, state);
    }, 0);
  });
}

/** A mask that puts a space into the middle. */
for (const field of document.querySelectorAll("[data-masked]")) {
  field.addEventListener("input", () => {
    const digits = field.value.replace(/\D/g, "").slice(0, 6);
    field.value = digits.length > 3 ? `${digits.slice(0, 3)} ${digits.slice(3)}` : digits;
  });
}

/** A page that sets up its field when it is first entered, and not before. */
for (const field of document.querySelectorAll("[data-late]")) {
  field.addEventListener(
    "focus",
    () => {
      field.value = "";
    },
    { once: true },
  );
}
