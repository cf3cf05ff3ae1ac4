// Says when there is no signal: whatever carries data-when-offline is shown while there is none. What carries
// data-while-signal is hidden then, and on a page that was kept: it may have changed since.
const signs = document.querySelectorAll("[data-when-offline]");
const facts = document.querySelectorAll("[data-while-signal]");

function show() {
  for (const sign of signs) sign.hidden = navigator.onLine;
  for (const fact of facts) fact.hidden = !navigator.onLine || "kept" in document.documentElement.dataset;
}

addEventListener("online", show);
addEventListener("offline", show);
show();
