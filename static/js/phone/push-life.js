// The life of this phone's notifications. What the browser is now is said again once a day, and whenever it has changed;
// what takes part no longer is given back to the browser, so that turning on begins anew. Signing out ends it.
import { askToken } from "./drain.js";

const RENEW = "/reminders/push/renew/";
const LEAVE = "/reminders/push/leave/";
const KEPT = "push";
const DAY = 24 * 60 * 60 * 1000;
const PATIENCE = 5_000;

export async function renew() {
  const subscription = await current();
  if (!subscription) return;
  const said = JSON.stringify(subscription);
  const [before, at] = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
  if (before === said && Date.now() - at < DAY) return;
  const answer = await tell(RENEW, subscription);
  if (answer?.on === false) await subscription.unsubscribe();
  if (answer?.on) localStorage.setItem(KEPT, JSON.stringify([said, Date.now()]));
}

// Nobody waits for it longer than for an answer: without one the browser gives its subscription back all the same.
export async function leave() {
  const subscription = await current();
  if (!subscription) return;
  localStorage.removeItem(KEPT);
  await tell(LEAVE, subscription);
  await subscription.unsubscribe();
}

async function current() {
  try {
    const worker = await navigator.serviceWorker?.getRegistration();
    return await worker?.pushManager?.getSubscription();
  } catch {
    return null;
  }
}

async function tell(address, subscription) {
  try {
    const token = await askToken(PATIENCE);
    if (!token) return null;
    const { endpoint, keys } = subscription.toJSON();
    const answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams({ endpoint, ...keys }),
      headers: { Accept: "application/json", "X-CSRFToken": token },
      signal: AbortSignal.timeout(PATIENCE),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
