// Whom to call first depends on whether the clinic is open now, and the page may be older than that: read hours ago, or kept
// for when there is no signal. What says its state in words is hidden once it is not true any more.
const hours = document.querySelector("[data-openings]");

function show() {
  const now = Date.now() / 1000;
  const open = JSON.parse(hours.dataset.openings).some(([from, until]) => from <= now && now < until);
  const state = open ? "open" : "closed";
  for (const part of document.querySelectorAll("[data-while]")) part.hidden = part.dataset.while !== state;
  const kept = "kept" in document.documentElement.dataset;
  for (const words of document.querySelectorAll("[data-now]")) words.hidden = kept || words.dataset.now !== state;
}

// What was ticked without signal has its own number beside the word that nobody has been told; without a tick, the clinic's.
function showTicked() {
  const ticked = [...document.querySelectorAll("[name=kinds]:checked")].map((box) => box.value);
  for (const part of document.querySelectorAll("[data-ticked]")) {
    part.hidden = part.dataset.ticked ? !ticked.includes(part.dataset.ticked) : ticked.length > 0;
  }
  for (const part of [...document.querySelectorAll("[data-bar]")].filter((part) => !part.hidden).slice(1)) part.hidden = true;
}

// A kept list does not know yet which ticks a link asked it to set.
function tickAsAsked() {
  if (!("kept" in document.documentElement.dataset)) return;
  for (const kind of new URLSearchParams(location.search).getAll("tick")) {
    const box = document.getElementById(`kind_${kind}`);
    if (box) box.checked = true;
  }
}

if (hours) {
  show();
  tickAsAsked();
  showTicked();
  setInterval(show, 60_000);
  document.addEventListener("visibilitychange", show);
  document.addEventListener("change", showTicked);
}
