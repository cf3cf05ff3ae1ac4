// The little of a browser that our modules touch, for node 18 and newer. A test imports this first, lays its page, and
// then loads the module: `await load("phone/age.js")`.
import { register } from "node:module";
import { webcrypto } from "node:crypto";

register("./hooks.js", import.meta.url);

const SCRIPTS = new URL("../../../static/js/", import.meta.url);
const own = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
let loaded = 0;

/** The module as a page that was just opened would have it; what it imports itself is shared by the pages. */
export const load = (path) => import(new URL(`${path}?${(loaded += 1)}`, SCRIPTS));

/** An element: `parts` are what it finds within itself, by selector. */
export function element({ parts = {}, ...properties } = {}) {
  const listeners = {};
  return {
    hidden: false, textContent: "", dataset: {}, focused: false, ...properties,
    querySelector: (selector) => [parts[selector] ?? []].flat()[0] ?? null,
    querySelectorAll: (selector) => [parts[selector] ?? []].flat(),
    addEventListener: (name, act) => (listeners[name] ??= []).push(act),
    happens: (name, event = {}) => Promise.all((listeners[name] ?? []).map((act) => act(event))),
    focus() { this.focused = true; },
  };
}

/** Lays a page of these parts, each under the selector that the module asks with; `root` is its html element. */
export function page(parts, root = {}) {
  own("document", {
    ...element({ parts }),
    visibilityState: "visible",
    documentElement: element({ lang: "en", ...root }),
    getElementById: (id) => [parts[`#${id}`] ?? null].flat()[0],
    createElement: () => element(),
  });
  own("location", { hash: "", visited: [], assign(address) { this.visited.push(address); } });
}

export const signal = (onLine, more = {}) => own("navigator", { onLine, ...more });

/** Stops the clock at this moment of the phone's own time zone. */
export function clockAt(moment, zone = "Europe/London") {
  process.env.TZ = zone;
  const stopped = new RealDate(moment).getTime();
  own("Date", class extends RealDate {
    constructor(...given) { super(...(given.length ? given : [stopped])); }
    static now() { return stopped; }
  });
}
const RealDate = Date;

/** Waits for what a module does on its own account. */
export async function until(holds) {
  for (let turn = 0; turn < 500; turn += 1) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 2));
  }
  throw new Error(`never came: ${holds}`);
}

// Tabs of one browser hear each other, and the tab that speaks hears its other channels.
const channels = new Set();
own("BroadcastChannel", class {
  acts = [];
  constructor() { channels.add(this); }
  addEventListener(_message, act) { this.acts.push(act); }
  postMessage(data) {
    for (const channel of channels) if (channel !== this) for (const act of channel.acts) queueMicrotask(() => act({ data }));
  }
});

signal(true);
globalThis.crypto ??= webcrypto;
// Node 18 is older than the browsers that we write for.
Array.prototype.toReversed ??= function toReversed() { return [...this].reverse(); };
