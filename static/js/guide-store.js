// Where a guided session waits for a browser that was killed: ids and numbers, no name. In a database, because what is
// put into local storage reaches the disk seconds later, and a phone that kills a browser does not wait. A phone that
// refuses to store guides all the same; only a killed browser then begins anew. An editor's preview always refuses.
import { openDB } from "../vendor/idb/index.js";

const EVERY = 1000; // ms; what is only a later moment of the same set is not worth more writes
let opened;
let last = null;

function database() {
  if (document.querySelector("meta[name=preview]")) throw new Error("a preview stores nothing");
  opened ??= openDB("guide", 1, { upgrade: (db) => db.createObjectStore("sessions") });
  return opened;
}

const isNews = (state, now) =>
  !last || now - last.seen >= EVERY || Object.keys(state).some((name) => state[name] !== last[name]);

export async function save(plan, state, now) {
  if (!isNews(state, now)) return;
  const kept = (last = { ...state, seen: now });
  try {
    await (await database()).put("sessions", kept, plan.key);
  } catch { /* full or refused */ }
}

const CHOICES = "choices";
const FIRST = { voice: false, tones: false, vibration: false, counts: null, slower: 0 };

/** How it tells what to do, as it was chosen last on this phone: the same for every exercise and person. */
export const loadChoices = async () => ({ ...FIRST, ...(await load({ key: CHOICES })) });

export async function saveChoices(choices) {
  try {
    await (await database()).put("sessions", choices, CHOICES);
  } catch { /* full or refused: they hold for this session */ }
}

/** What was saved for this plan, as it was written; null without it. */
export async function load(plan) {
  try {
    return (await (await database()).get("sessions", plan.key)) ?? null;
  } catch {
    return null;
  }
}

/** Every session that was begun on this phone, as it was last written, with the key of its plan. */
export async function begun() {
  try {
    const sessions = (await database()).transaction("sessions").store;
    const [keys, states] = await Promise.all([sessions.getAllKeys(), sessions.getAll()]);
    return keys.map((key, n) => ({ key: String(key), state: states[n] }));
  } catch {
    return [];
  }
}
