// What had waited is with the clinic now, an alarm perhaps, and the page that is open was made before it. A page that says
// what holds now reads itself again; any other, where somebody may be typing, says that Today has changed.
import { watch } from "./outbox.js";

watch(({ data }) => {
  if (data !== "sent" || document.querySelector("[data-leaves]")) return;
  if (document.querySelector("[data-rereads]")) return location.reload();
  const line = document.getElementById("was-sent"); // a page kept by an earlier version has none
  if (line) line.hidden = false;
});
