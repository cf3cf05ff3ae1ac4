// What narrows or orders the list applies as soon as it is chosen. The form and its focus stay; the parts around it are
// taken from the page of the new question, and where that cannot be had, the browser goes there itself.
const WAIT = 300; // milliseconds after the last letter of a name
const form = document.querySelector("form[data-at-once]");
let asked = new AbortController();
let typing = 0;

async function show() {
  clearTimeout(typing);
  asked.abort();
  asked = new AbortController();
  const { signal } = asked;
  const filled = [...new FormData(form)].filter(([, value]) => value);
  const address = `${location.pathname}?${new URLSearchParams(filled)}`;
  try {
    const answer = await fetch(address, { signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const other = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (signal.aborted) return;
    for (const part of document.querySelectorAll("[data-part]")) {
      part.replaceChildren(...other.querySelector(`[data-part="${part.dataset.part}"]`).childNodes);
    }
    history.replaceState(null, "", address);
  } catch {
    if (!signal.aborted) location.assign(address);
  }
}

if (form) {
  form.querySelector("button[type=submit]").hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  form.addEventListener("change", show);
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(typing);
    typing = setTimeout(show, WAIT);
  });
}
