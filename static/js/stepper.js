// Steps of a weight under one thumb. Without script the box is typed in; the buttons are script's and come with it. How
// far a step goes is fetched when the page is complete: nothing that is painted waits for it.
const steps = () => import("./steps.js");
if (document.readyState === "complete") steps();
else addEventListener("load", steps, { once: true });

for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const box = stepper.querySelector("input");
  for (const button of stepper.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { stepped } = await steps();
      box.value = stepped(box.value, Number(button.dataset.step));
      showAll();
    });
  }
}

// The boxes of the sets show what is taken where they stay empty.
const all = document.querySelector("[data-stepper] input");
const own = document.querySelectorAll("[data-load-of-set]");
function showAll() {
  for (const box of own) box.placeholder = all.value;
}
if (all) {
  showAll();
  addEventListener("input", showAll);
}
