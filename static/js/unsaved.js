// Leaving a page with something typed that was not saved: the browser asks. A form that came back unsaved is one already.
const entries = (form) => JSON.stringify([...new FormData(form)]
  .filter(([name]) => name !== "csrfmiddlewaretoken")
  .map(([name, value]) => [name, value.name ?? value])); // of a file that was chosen, its name

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  const opened = entries(form);
  let sent = false;
  form.addEventListener("submit", () => { sent = true; });
  window.addEventListener("pageshow", () => { sent = false; }); // back from where it was sent to
  window.addEventListener("beforeunload", (event) => {
    if (!sent && (form.dataset.unsaved === "typed" || entries(form) !== opened)) event.preventDefault();
  });
}
