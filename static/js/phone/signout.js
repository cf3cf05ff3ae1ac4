// Signing out sends what waits first, and asks when it cannot. The kept pages go; the queue stays and belongs to its
// account: nobody else sees or sends it, and it goes out at the next sign-in. start.js hears the press.
import { account } from "./account.js";
import { drain } from "./drain.js";
import { entriesOf } from "./outbox.js";
import { leave } from "./push-life.js";

export async function pressed(form) {
  form.dataset.leaves = ""; // what is sent now must not make the page read itself again instead
  await drain();
  const left = (await entriesOf(account)).length;
  if (left && !confirm(form.dataset.signOut.replace("{n}", left))) return delete form.dataset.leaves;
  await leave();
  const kept = (await caches.keys()).filter((name) => name.startsWith("pages-"));
  await Promise.all(kept.map((name) => caches.delete(name)));
  form.submit();
}
