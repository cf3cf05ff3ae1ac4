// A passkey is made and asked for by script alone: its button is hidden until it is heard.
import "../mfa/js/webauthn-json.js";
import "../mfa/js/webauthn.js";

for (const asked of document.querySelectorAll("script[data-allauth-onload]")) {
  const form = asked.dataset.allauthOnload.split(".").at(-1);
  window.allauth.webauthn.forms[form](JSON.parse(asked.textContent));
}
for (const button of document.querySelectorAll("#passkey_login, [id^=mfa_webauthn_]")) {
  button.addEventListener("click", () => localStorage.setItem("offer-passkey", "settled")); // Today need not offer one here
  button.hidden = false;
}

// Says in the page that a passkey did not work; without this the reason stands in the console alone.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-error").classList.add("d-block");
});
