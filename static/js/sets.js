// Sets under a thumb: a tap is a set done as prescribed, another takes it back, and what was tapped last can be made more or
// less. The boxes of the form are what counts and what is posted; the buttons show them, whoever filled them in.
import "./log-from-guide.js";
import { plainDigits } from "./digits.js";

const MOST = 600;
const form = document.getElementById("log");
const panel = form.querySelector("[data-sets]");
const taps = [...panel.querySelectorAll("[data-set]")];
const alls = panel.querySelectorAll("[data-all]");
const [total, hint, edit] = ["[data-total]", "[data-hint]", "[data-edit]"].map((part) => panel.querySelector(part));
const number = edit.querySelector("input");
const typed = form.querySelector("[data-typed]");
let chosen = null; // the set that the stepper is about

const boxOf = (tap) => form.elements[tap.dataset.set];
const done = (tap) => plainDigits(boxOf(tap).value.trim());
const isDone = (tap) => done(tap) !== "";
const ofSide = (side) => taps.filter((tap) => tap.dataset.side === side);

for (const tap of taps) {
  tap.addEventListener("click", () => {
    chosen = isDone(tap) ? null : tap;
    put(tap, chosen ? panel.dataset.target : "");
  });
}

// All that today asks of a side. What was tapped already keeps its number; where none is left, all are taken back.
const askedOf = (all) => ofSide(all.dataset.all).filter((tap) => "asked" in tap.dataset);
for (const all of alls) {
  all.dataset.tick = all.textContent;
  all.addEventListener("click", () => {
    const open = askedOf(all).filter((tap) => !isDone(tap));
    for (const tap of open) boxOf(tap).value = panel.dataset.target;
    if (!open.length) for (const tap of ofSide(all.dataset.all)) boxOf(tap).value = "";
    chosen = null;
    show();
  });
}

for (const button of edit.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => {
    const next = (Number.parseInt(done(chosen), 10) || 0) + Number(button.dataset.step);
    put(chosen, String(Math.min(Math.max(next, 0), MOST)));
  });
}
number.addEventListener("input", () => put(chosen, number.value));

function put(tap, value) {
  boxOf(tap).value = value;
  show();
}

function show() {
  for (const tap of taps) {
    tap.ariaPressed = String(isDone(tap));
    tap.querySelector("b").textContent = done(tap);
    tap.classList.toggle("set-tap--other", isDone(tap) && done(tap) !== panel.dataset.target);
    tap.firstElementChild.textContent = [boxOf(tap).ariaLabel, done(tap)].filter(Boolean).join(": ");
  }
  for (const all of alls) all.textContent = askedOf(all).every(isDone) ? all.dataset.clear : all.dataset.tick;
  const count = { n: taps.filter(isDone).length };
  for (const side of ["left", "right"]) count[side] = ofSide(side).filter(isDone).length;
  const said = total.dataset.total.replace(/\{(\w+)\}/g, (_all, name) => count[name]);
  if (total.textContent !== said) total.textContent = said;
  showChosen();
}

function showChosen() {
  edit.hidden = !chosen;
  hint.textContent = chosen ? boxOf(chosen).ariaLabel : hint.dataset.hint;
  if (!chosen) return;
  number.ariaLabel = boxOf(chosen).ariaLabel;
  if (plainDigits(number.value) !== done(chosen)) number.value = done(chosen);
}

hint.dataset.hint ||= hint.textContent;
form.addEventListener("input", show);
form.addEventListener("reset", () => setTimeout(show));
addEventListener("pageshow", show); // a page that was gone back to has its numbers again
panel.hidden = false;
typed.open = Boolean(typed.querySelector(".is-invalid"));
show();
