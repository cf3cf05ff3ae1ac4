// Signing out sends what waits first, and asks when it cannot. The kept pages go; the queue stays and belongs to its
// account: nobody else sees or sends it, and it goes out at the next sign-in. start.js hears the press. Without signal the
// clinic cannot end the sign-in yet: the service worker does it before it opens the next page, and the page says so.
import { account } from "./account.js";
import { drain } from "./drain.js";
import { entriesOf } from "./outbox.js";
import { leave } from "./push-life.js";

const TOKEN = "/outbox/token/";
const PATIENCE = 10_000;

export async function pressed(form) {
  form.dataset.leaves = ""; // what is sent now must not make the page read itself again instead
  await drain();
  const left = (await entriesOf(account)).length;
  if (left && !confirm(form.dataset.signOut.replace("{n}", left))) return delete form.dataset.leaves;
  await leave();
  const kept = (await caches.keys()).filter((name) => name.startsWith("pages-"));
  await Promise.all(kept.map((name) => caches.delete(name)));
  if (await isReached()) form.submit();
  else await leaveLater();
}

async function isReached() {
  try {
    return Boolean(await fetch(TOKEN, { signal: AbortSignal.timeout(PATIENCE) }));
  } catch {
    return false;
  }
}

async function leaveLater() {
  const later = Boolean(navigator.serviceWorker?.controller);
  if (later) await (await caches.open("leaving")).put("/leaving", new Response(account));
  const said = document.getElementById("signs-out-later").content.cloneNode(true);
  for (const part of said.querySelectorAll("[data-later]")) part.hidden = (part.dataset.later === "yes") !== later;
  document.querySelector("main").replaceChildren(said);
  document.querySelector(".tab-bar")?.remove();
  if (later) addEventListener("online", () => location.assign("/"));
}
