// "Undo" stands for ten seconds after the page that says "saved" was opened, however late this comes; "Change" stays.
const STANDS = 10_000;

for (const form of document.querySelectorAll("form[data-undo]")) {
  setTimeout(() => (form.hidden = true), STANDS - performance.now());
}
