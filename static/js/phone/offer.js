// After the first session Today offers to put the app on the home screen, and else a passkey: one at a time, and what was
// taken or put away is not offered again on this phone. start.js keeps the browser's own question until then.
const part = (what) => document.querySelector(`[data-offer=${what}]`);
const [install, passkey] = [part("install"), part("passkey")];
const isOpen = (what) => !localStorage.getItem(`offer-${what}`);
const settle = (what) => { localStorage.setItem(`offer-${what}`, "settled"); part(what).hidden = true; };

if (install) begin();

function begin() {
  for (const offer of [install, passkey]) {
    for (const button of offer.querySelectorAll("[data-settles]")) button.addEventListener("click", () => settle(offer.dataset.offer));
  }
  const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  if (!installed && isOpen("install")) {
    if (navigator.standalone === false) offerInstall("share");
    installable.then((question) => offerInstall("add", question));
  }
  if (install.hidden && isOpen("passkey") && globalThis.PublicKeyCredential) passkey.hidden = false;
}

function offerInstall(way, question) {
  for (const words of install.querySelectorAll("[data-way]")) words.hidden = words.dataset.way !== way;
  install.querySelector("button[data-way]").addEventListener("click", () => question.prompt());
  install.hidden = false;
  passkey.hidden = true;
}
