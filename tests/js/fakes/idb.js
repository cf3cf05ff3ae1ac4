// As much of idb as our modules use, in memory. What is stored is a copy, as in a browser.
const databases = new Map();
const copy = (value) => (value?.algorithm ? value : structuredClone(value)); // a key cannot leave the browser

/** What a test may look at and change: whether the disk takes anything, and what was promised of each write. */
export const disk = { refuses: false, writes: [], clear: () => databases.clear() };

class Store {
  rows = new Map();
  last = 0;
  constructor(options = {}) { this.options = options; }
  get(key) { return copy(this.rows.get(key)); }
  getAllKeys() { return [...this.rows.keys()]; }
  getAll() { return [...this.rows.values()].map(copy); }
  delete(key) { this.rows.delete(key); }
  add(value, key) {
    if (this.rows.has(key)) throw new Error("ConstraintError");
    return this.put(value, key);
  }
  put(value, key) {
    const { keyPath } = this.options;
    const place = key ?? value[keyPath] ?? (this.last += 1);
    this.rows.set(place, copy(keyPath ? { ...value, [keyPath]: place } : value));
    return place;
  }
}

class Database {
  stores = {};
  createObjectStore(name, options) { this.stores[name] = new Store(options); }
  async get(store, key) { return this.stores[store].get(key); }
  async getAll(store) { return this.stores[store].getAll(); }
  async put(store, value, key) { return this.transaction(store).store.put(value, key); }
  transaction(store, _mode, { durability } = {}) {
    if (disk.refuses) throw new Error("QuotaExceededError");
    disk.writes.push({ store, durability });
    return { store: this.stores[store], done: Promise.resolve() };
  }
}

export async function openDB(name, version, { upgrade }) {
  if (!databases.has(name)) {
    databases.set(name, new Database());
    upgrade(databases.get(name));
  }
  return databases.get(name);
}
