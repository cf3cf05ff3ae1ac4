// A passkey is made and asked for by script alone: its button is hidden until the scripts before this one hear it.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("#passkey_login, [id^=mfa_webauthn_]")) button.hidden = false;
});

// Says in the page that a passkey did not work; without this the reason stands in the console alone.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-error").classList.add("d-block");
});
