// What script adds to a page of the account, once that is painted: nobody waits for it to read or to type.
addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => {
  if (document.querySelector("[data-waiting-here]")) import("./waiting-here.js");
  if (document.getElementById("passkey-error")) import("./passkey.js");
})));
