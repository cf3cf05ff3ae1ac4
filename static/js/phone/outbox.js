// The queue on this phone. An entry is in it once `add` has resolved, and leaves it by `remove` alone.
//
// Ids and numbers lie open; free text is sealed with a key that cannot be read out of this browser. There is no token
// and no name in it. Each entry belongs to an account and is shown to and sent by that account alone.
import { openDB } from "../../vendor/idb/index.js";

export const SHAPE = "1"; // of an entry; a new one when older phones may still hold the old
const channel = new BroadcastChannel("outbox");
let opened;

function database() {
  opened ??= openDB("outbox", 1, {
    upgrade(db) {
      db.createObjectStore("entries", { keyPath: "sequence", autoIncrement: true });
      db.createObjectStore("keys");
      db.createObjectStore("facts");
    },
  });
  return opened;
}

// Strict: resolved means written to the disk, not promised to it.
async function write(store, act) {
  const change = (await database()).transaction(store, "readwrite", { durability: "strict" });
  const result = await act(change.store);
  await change.done;
  channel.postMessage(store);
  return result;
}

// `fields` is a list of [name, value, free text or not]. Answers the entry as it was kept, with its sequence number.
export async function add({ fields, ...entry }) {
  const kept = { ...entry, shape: SHAPE, state: "waiting", reasons: [], fields: await sealed(fields) };
  const sequence = await write("entries", (entries) => entries.add(kept));
  return { ...kept, sequence };
}

export async function entriesOf(account) {
  const entries = await (await database()).getAll("entries");
  return entries.filter((entry) => entry.account === account);
}

// The ids of the entries that wait, as a guided session gave them.
export const idsWaiting = async (account) =>
  (await entriesOf(account)).map(({ fields }) => Object.fromEntries(fields).client_id);

// Of all accounts.
export const howMany = async () => (await (await database()).getAll("entries")).length;

export const remove = (entry) => write("entries", (entries) => entries.delete(entry.sequence));
export const mark = (entry, state, reasons) =>
  write("entries", async (entries) => {
    if (await entries.get(entry.sequence)) await entries.put({ ...entry, state, reasons });
  });

// Whether an entry still waits here, as it is now.
export const kept = async (entry) => (await database()).get("entries", entry.sequence);
export const markTried = (entry) =>
  write("entries", async (entries) => {
    const now = await entries.get(entry.sequence);
    if (now) await entries.put({ ...now, tried: true });
  });

export const lastSent = async (account) => (await database()).get("facts", account);
export const noteSent = (account) => write("facts", (facts) => facts.put(Date.now(), account));

// Tells every page of this phone that something which had waited is with the clinic now.
export const announce = () => channel.postMessage("sent");

export function watch(act) {
  new BroadcastChannel("outbox").addEventListener("message", act);
}

// Sealing --------------------------------------------------------------------------------------------------------

async function sealed(fields) {
  return Promise.all(fields.map(async ([name, value, free]) => (free && value ? [name, await seal(value)] : [name, value])));
}

async function seal(text) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), new TextEncoder().encode(text));
  return { iv, data };
}

// The fields of an entry as [name, value], its free text readable again.
export async function readable(entry) {
  return Promise.all(entry.fields.map(async ([name, value]) => [name, value.iv ? await unseal(value) : value]));
}

async function unseal({ iv, data }) {
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), data));
}

async function key() {
  const known = await (await database()).get("keys", "notes");
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  try {
    await write("keys", (keys) => keys.add(made, "notes"));
    return made;
  } catch {
    return (await database()).get("keys", "notes"); // another tab was first, and its key stands
  }
}
