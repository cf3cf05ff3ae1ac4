// Words that stand on the alarm list lead to it while they are typed, without signal too. Nothing is stopped by it: with
// signal the clinic's own page asks once more before a message goes, and answers a search.
import { ticksIn } from "./danger-words.js";

const sheet = document.getElementById("danger-live");
const field = sheet && document.getElementById(sheet.dataset.field);

function look() {
  const ticks = ticksIn(field);
  sheet.hidden = !ticks.length;
  for (const part of sheet.querySelectorAll("[data-said]")) part.hidden = !ticks.includes(part.dataset.said);
  const link = sheet.querySelector("[data-list]");
  link.href = `${link.dataset.list}?${new URLSearchParams(ticks.map((tick) => ["tick", tick]))}`;
}

// The page that was kept answers no search: it shows what was searched for, and says so.
function showUnanswered() {
  const asked = "kept" in document.documentElement.dataset && new URLSearchParams(location.search).get(field.name);
  if (!asked) return;
  field.value = asked;
  document.querySelector("[data-unanswered]").hidden = false;
}

if (sheet) {
  showUnanswered();
  field.addEventListener("input", look);
  look();
}
