// Steps of a weight under one thumb. Without script the box is typed in; the buttons are script's and come with it.
import { stepped } from "./steps.js";

for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const box = stepper.querySelector("input");
  for (const button of stepper.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => (box.value = stepped(box.value, Number(button.dataset.step))));
  }
}

// The boxes of the sets show what is taken where they stay empty.
const all = document.querySelector("[data-stepper] input");
const own = document.querySelectorAll("[data-load-of-set]");
const showAll = () => own.forEach((box) => (box.placeholder = all.value));
if (all) {
  showAll();
  addEventListener("input", showAll);
  addEventListener("click", showAll);
}
