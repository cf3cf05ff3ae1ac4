// Says when there is no signal: whatever carries data-when-offline is shown while there is none.
const signs = document.querySelectorAll("[data-when-offline]");

function show() {
  for (const sign of signs) sign.hidden = navigator.onLine;
}

addEventListener("online", show);
addEventListener("offline", show);
show();
