// Staff are signed out after half an hour in which nothing was asked of the server. Who types is there, and the server is
// told so now and then; who does not is warned five minutes before. What other tabs ask counts too.
const WARNING = 5 * 60 * 1000;
const LOOK = 15 * 1000;

const form = document.querySelector("form[data-idle]");
const words = form.querySelector("[role=alert]");
const button = form.querySelector("button");
const idle = Number(form.dataset.idle) * 1000;
const tabs = new BroadcastChannel("asked the server");
let asked = Date.now();

function look() {
  const rest = asked + idle - Date.now();
  const text = rest <= 0 ? form.dataset.over : rest <= WARNING ? form.dataset.soon : "";
  form.classList.toggle("idle--shown", text !== "");   // before the words: what is not shown is not read out
  if (words.textContent !== text) words.textContent = text;
  button.hidden = text !== form.dataset.soon;
}

async function stay() {
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) { asked = Date.now(); tabs.postMessage(""); }
    if (answer.status === 401) asked = Date.now() - idle;
  } catch { /* no signal: the warning stays */ }
  look();
}

form.addEventListener("submit", (event) => { event.preventDefault(); stay(); });
document.addEventListener("input", () => { if (Date.now() - asked > WARNING) stay(); });
document.addEventListener("visibilitychange", look);
tabs.addEventListener("message", () => { asked = Date.now(); look(); });
tabs.postMessage("");
setInterval(look, LOOK);
look();
