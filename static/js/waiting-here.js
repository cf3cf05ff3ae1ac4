// Who was signed out is told at the door that what they logged without signal is still here.
import { howMany } from "./phone/outbox.js";

const said = document.querySelector("[data-waiting-here]");
const waiting = await howMany().catch(() => 0);
if (waiting) {
  said.querySelector("p").textContent = waiting === 1 ? said.dataset.one : said.dataset.many.replace("{n}", waiting);
  said.hidden = false;
}
