// Says in the page that a passkey did not work; without this the reason stands in the console alone.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-error").classList.add("d-block");
});
