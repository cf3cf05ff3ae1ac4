// After the patient of this page comes whoever stood after them in the list that was open last in this tab. The n key
// presses the button where nothing has the focus and nothing was begun; it can be switched off beside the list, for
// whoever speaks to the browser.
const OFF = "n-key-off";
const form = document.querySelector("form[data-next]");
const toggle = document.querySelector("[data-next-key]");
const kept = JSON.parse(sessionStorage.getItem("caseload") ?? "null");

const isBegun = () =>
  document.querySelector("#errors, .foreseen") ||
  [...document.querySelectorAll("input, textarea")].some((field) => field.value !== field.defaultValue);

if (form && kept) {
  const here = kept.order.findIndex((address) => form.action.includes(address));
  if (here >= 0) form.elements.then.value = kept.order.slice(here + 1).join(" ");
  form.elements.list.value = kept.list;
}

if (form) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "n" || event.target !== document.body || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(OFF) || isBegun()) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

if (toggle) {
  const say = () => toggle.setAttribute("aria-pressed", String(Boolean(localStorage.getItem(OFF))));
  toggle.hidden = false;
  say();
  toggle.addEventListener("click", () => {
    if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    say();
  });
}
