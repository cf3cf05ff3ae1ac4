// "Undo" stands for ten seconds after an entry was saved; "Change" stays.
const STANDS = 10_000;

for (const form of document.querySelectorAll("form[data-undo]")) setTimeout(() => (form.hidden = true), STANDS);
