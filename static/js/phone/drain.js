// Sends what waits, as the same form posts that the pages make. An entry is forgotten only when the clinic says that it
// has it; without an answer, and on 401, 403, 429 and 5xx, it stays. One bad entry holds nobody up.
//
// No background sync: it is missing on half of the phones. It is tried at each page, when signal or sight comes back,
// and every minute while something waits.
import { account } from "./account.js";
import { add, announce, entriesOf, kept, mark, markTried, noteSent, readable, remove } from "./outbox.js";

const TOKEN = "/outbox/token/";
const EVERY = 60_000;
const COME_BACK = new Set([401, 403, 408, 425, 429]);

// Everything that waits; with `again` also what was refused before. Two tabs never send at once.
export function drain({ again = false } = {}) {
  return alone(async () => {
    const entries = (await entriesOf(account)).filter((entry) => again || entry.state === "waiting");
    const token = entries.length ? await askToken(15_000) : null;
    let stored = false;
    for (const entry of token ? entries : []) {
      const said = await send(entry, token, { minimal: true, patience: 15_000 }).catch(() => ({}));
      stored ||= ["stored", "duplicate"].includes(said.status);
    }
    if (stored) announce();
  });
}

// One entry for which a person waits. Answers what became of it: {status, next} or, when it stays here, {}.
export async function sendNow(entry, patience) {
  try {
    const token = await askToken(patience);
    return token ? await send(entry, token, { minimal: false, patience }) : {};
  } catch {
    return {};
  }
}

// Takes an entry back: off this phone and, where the clinic may have it though we heard no answer, there too.
export async function takeBack(entry, title) {
  await alone(async () => {
    const waits = await kept(entry);
    if (waits) await remove(entry);
    if (waits && !waits.tried) return;
    const url = new URL(`${Object.fromEntries(entry.fields).client_id}/void/`, entry.url).href;
    await add({ account, url, title, savedAt: Date.now(), fields: [] });
  });
  return drain();
}

function alone(act) {
  return navigator.locks ? navigator.locks.request("outbox", act) : act();
}

// A fresh token, if the account of this page is the one that is signed in.
export async function askToken(patience) {
  try {
    const answer = await fetch(TOKEN, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(patience) });
    const facts = answer.ok ? await answer.json() : {};
    return facts.account === account ? facts.token : null;
  } catch {
    return null;
  }
}

// Each sending says what time it is here: that tells by how much the times in the entry are wrong. What the browser refused
// to keep has no place in the queue.
async function send(entry, token, { minimal, patience }) {
  const isKept = "sequence" in entry;
  if (isKept) await markTried(entry);
  const fields = [...(await readable(entry)), ["sent_at", new Date().toISOString()]];
  const answer = await fetch(entry.url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { Accept: "application/json", "X-CSRFToken": token, ...(minimal && { Prefer: "return=minimal" }) },
    signal: AbortSignal.timeout(patience),
  });
  const said = await answer.json().catch(() => ({}));
  if (answer.ok && ["stored", "duplicate"].includes(said.status)) {
    if (!isKept) return said;
    await remove(entry);
    await noteSent(account);
  } else if (answer.status >= 400 && answer.status < 500 && !COME_BACK.has(answer.status)) {
    if (isKept) await mark(entry, "refused", Object.values(said.errors ?? {}).flat());
    return { status: "refused", ...said };
  } else {
    return {};
  }
  return said;
}

export function drainWhenItMayWork() {
  addEventListener("online", () => drain());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && drain());
  setInterval(() => navigator.onLine && drain(), EVERY);
  drain();
}
