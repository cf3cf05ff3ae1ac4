import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../static/js/service-worker.js", import.meta.url), "utf8");
const SITE = "https://clinic.example";
const ABOVE = {
  VERSION: "2", SHELL: ["/static/app.css"], STATIC: "/static/", PICTURES: "/picture/", SIGN_IN: "/account/login/", SIGN_OUT: "/account/logout/", TODAY: "/today/",
  MESSAGES: "/messages/", ALARM: "/alarm/", GUIDANCE: "/guidance/", TOKEN: "/outbox/token/", RENEW: "/reminders/push/renew/", LATER: "/reminders/later/", REMINDERS: "/reminders/",
  APP_NAME: "Clinic", ICON: "/icon.png", NO_CONNECTION: "<h1>No connection</h1>",
};

const HTML = { headers: { "Content-Type": "text/html" } };
const pageOf = (account, text = "new", more = {}) =>
  new Response(`<html lang="en"><meta name="account" content="${account}">${text}`, { ...HTML, ...more });

// A browser knows which site a path belongs to; node does not.
class OurResponse extends Response {
  static redirect(path) { return Response.redirect(SITE + path); }
}

/** A worker whose phone keeps `kept` ({cache: {path: page}}); `answer` is the network. */
function worker({ kept = {}, answer }) {
  const full = (url) => new URL(url.url ?? url, SITE).href;
  const mapOf = (pages) => new Map(Object.entries(pages).map(([path, page]) => [full(path), page]));
  const stores = new Map(Object.entries(kept).map(([name, pages]) => [name, mapOf(pages)]));
  const caches = {
    keys: async () => [...stores.keys()],
    delete: async (name) => stores.delete(name),
    match: async (url) => [...stores.values()].map((store) => store.get(full(url))).find(Boolean)?.clone(),
    open: async (name) => {
      if (!stores.has(name)) stores.set(name, new Map());
      const store = stores.get(name);
      return {
        put: async (url, page) => store.set(full(url), page), match: async (url) => store.get(full(url)),
        keys: async () => [...store.keys()].map((url) => ({ url })), delete: async ({ url }) => store.delete(url),
        addAll: async () => {},
      };
    },
  };
  const listeners = {};
  const self = {
    location: { origin: SITE, href: SITE, toString: () => SITE }, clients: { claim() {} }, skipWaiting() {}, shown: [],
    registration: { showNotification: async (...given) => self.shown.push(given) },
    addEventListener: (name, act) => (listeners[name] = act),
  };
  const around = {
    self, caches, Response: OurResponse, Headers, URL, Date, URLSearchParams, fetch: async (...what) => answer(...what),
    setTimeout: (act, _milliseconds, ...given) => setTimeout(act, 20, ...given), // nobody waits for the real patience
  };
  vm.runInNewContext(SOURCE, { ...ABOVE, ...around });

  async function happens(name, more = {}) {
    const waits = [];
    let given;
    listeners[name]({ ...more, waitUntil: (act) => waits.push(act), respondWith: (page) => (given = page) });
    const page = await Promise.resolve(given).catch((error) => error);
    await Promise.all(waits);
    return page;
  }
  const open = (path) => happens("fetch", { request: { url: SITE + path, method: "GET", mode: "navigate" } });
  const post = (path) => happens("fetch", { request: { url: SITE + path, method: "POST", mode: "navigate" } });
  const keptOf = (name, path) => stores.get(name)?.get(full(path));
  return { happens, open, post, self, keptOf, names: () => [...stores.keys()] };
}

const ofAnn = () => ({ "files-2": {}, "pages-ann": { "/today/": pageOf("ann", "old") } });
const offline = () => { throw new TypeError("Failed to fetch"); };

test("shows the kept page without signal, and the new one with it", async () => {
  assert.match(await (await worker({ kept: ofAnn(), answer: offline }).open("/today/")).text(), /old/);
  assert.match(await (await worker({ kept: ofAnn(), answer: () => pageOf("ann") }).open("/today/")).text(), /new/);
});

test("shows the kept page where the clinic fails or does not answer", async () => {
  const broken = () => pageOf("ann", "broken", { status: 503 });
  const slow = () => new Promise((done) => setTimeout(done, 100, pageOf("ann")));
  for (const answer of [broken, slow]) {
    assert.match(await (await worker({ kept: ofAnn(), answer }).open("/today/")).text(), /old/);
  }
});

test("renews a kept page that was opened, marks it as kept, and keeps none unasked", async () => {
  const phone = worker({ kept: ofAnn(), answer: () => pageOf("ann") });
  await phone.open("/today/");
  assert.match(await phone.keptOf("pages-ann", "/today/").text(), /<html data-kept lang="en">.*new/);
  await phone.open("/history/");
  assert.equal(phone.keptOf("pages-ann", "/history/"), undefined);
  assert.ok(phone.keptOf("pages-ann", "/today/"));
});

test("deletes the kept pages when somebody else is signed in", async () => {
  const phone = worker({ kept: ofAnn(), answer: () => pageOf("bob") });
  await phone.open("/history/");
  assert.deepEqual(phone.names(), ["files-2"]);
});

test("deletes the kept pages at the sign-in page, and at every post that signs in or out", async () => {
  const visited = worker({ kept: ofAnn(), answer: () => new Response("sign in", HTML) });
  await visited.open("/account/login/");
  assert.deepEqual(visited.names(), ["files-2"]);
  for (const door of ["/account/logout/", "/join/abc/"]) {
    const left = worker({ kept: ofAnn(), answer: offline });
    await left.post(door);
    assert.deepEqual(left.names(), ["files-2"], door);
  }
});

const leaving = () => ({ leaving: { "/leaving": new Response("ann") } });

function signingOut(account) {
  const asked = [];
  const phone = worker({ kept: leaving(), answer: (url, { method } = {}) => {
    asked.push(url.url ? "page" : url);
    if (method === "POST") return new Response("signed out");
    return url === "/outbox/token/" ? Response.json({ account, token: "t" }) : pageOf(account);
  } });
  return { phone, asked };
}

test("signs out whoever left without signal before it opens a page", async () => {
  const { phone, asked } = signingOut("ann");
  await phone.open("/today/");
  assert.deepEqual([asked.indexOf("/account/logout/") < asked.indexOf("page"), phone.names()], [true, []]);
  asked.length = 0;
  await phone.open("/today/");
  assert.deepEqual(asked, ["page"]);
});

test("signs nobody else out, and waits for signal", async () => {
  const { phone, asked } = signingOut("bob");
  await phone.open("/today/");
  assert.deepEqual([asked.includes("/account/logout/"), phone.names()], [false, []]);
  const away = worker({ kept: leaving(), answer: offline });
  await away.open("/today/");
  assert.deepEqual(away.names(), ["leaving"]);
});

test("deletes the kept pages when a question is answered with signed out, and hands the answer on", async () => {
  for (const [status, names] of [[401, ["files-2"]], [200, ["files-2", "pages-ann"]]]) {
    const phone = worker({ kept: ofAnn(), answer: () => new Response("{}", { status }) });
    const answer = await phone.happens("fetch", { request: { url: `${SITE}/outbox/token/`, method: "GET", mode: "cors" } });
    assert.equal(answer.status, status);
    assert.deepEqual(phone.names(), names);
  }
});

test("deletes the kept pages when what it fetches to keep is the sign-in page", async () => {
  const door = Object.defineProperty(new Response("sign in", HTML), "url", { value: `${SITE}/account/login/` });
  const phone = worker({ kept: ofAnn(), answer: () => door });
  await phone.happens("message", { data: { keep: ["/log/", "/progress/"] } });
  assert.deepEqual(phone.names(), ["files-2"]);
});

test("shows no page without signal that is older than any session, and deletes them all", async () => {
  const at = (days) => pageOf("ann", "old", { headers: { ...HTML.headers, Date: new Date(Date.now() - days * 864e5).toUTCString() } });
  for (const [days, names] of [[29, ["pages-ann"]], [31, []]]) {
    const phone = worker({ kept: { "pages-ann": { "/progress/": at(days), "/log/": at(days) } }, answer: offline });
    await phone.open("/progress/");
    assert.deepEqual(phone.names(), names, days);
  }
});

test("keeps the pages at any other post", async () => {
  const phone = worker({ kept: ofAnn(), answer: offline });
  await phone.post("/log/");
  assert.deepEqual(phone.names(), ["files-2", "pages-ann"]);
});

test("keeps what Today links to, under the account whose pages they are, and nothing that failed", async () => {
  const pages = { "/log/": pageOf("ann"), "/gone/": pageOf("ann", "", { status: 404 }), "/staff/": new Response("no account") };
  const phone = worker({ answer: (path) => pages[path] });
  await phone.happens("message", { data: { keep: Object.keys(pages) } });
  assert.deepEqual(phone.names(), ["pages-ann"]);
  assert.ok(phone.keptOf("pages-ann", "/log/"));
  assert.equal(phone.keptOf("pages-ann", "/gone/"), undefined);
});

test("leads to Today from a page that was not kept, while there is no signal", async () => {
  const page = await worker({ kept: ofAnn(), answer: offline }).open("/history/");
  assert.equal(page.headers.get("Location"), `${SITE}/today/`);
});

test("says in the app that there is no connection where nothing is kept, as after signing out", async () => {
  const phone = worker({ kept: ofAnn(), answer: offline });
  await phone.happens("fetch", { request: { url: `${SITE}/account/logout/`, method: "POST" } });
  const page = await phone.open("/today/");
  assert.equal(page.status, 503);
  assert.match(await page.text(), /No connection/);
});

test("shows the alarm list to whoever comes with a tick, and all answers to a search that cannot be answered", async () => {
  const kept = { "pages-ann": { "/today/": pageOf("ann", "day"), "/alarm/": pageOf("ann", "list"), "/guidance/": pageOf("ann", "all") } };
  const phone = worker({ kept, answer: offline });
  assert.match(await (await phone.open("/alarm/?tick=pop")).text(), /list/);
  assert.match(await (await phone.open("/guidance/?q=numb")).text(), /all/);
  assert.equal((await phone.open("/log/?exercise=2")).headers.get("Location"), `${SITE}/today/`);
  const online = worker({ kept, answer: () => pageOf("ann") });
  assert.match(await (await online.open("/guidance/?q=numb")).text(), /new/);
  assert.equal(online.keptOf("pages-ann", "/guidance/?q=numb"), undefined, "what was searched for stays on the phone");
});

test("drops the files of an older version, and leaves pages alone", async () => {
  const phone = worker({ kept: { "files-1": {}, ...ofAnn() }, answer: offline });
  await phone.happens("activate");
  assert.deepEqual(phone.names(), ["files-2", "pages-ann"]);
});

test("notifies with the words that were sent and nothing else", async () => {
  const phone = worker({ answer: offline });
  await phone.happens("push", { data: { json: () => ({ text: "Something waits.", open: "/today/", pain: 7 }) } });
  const [[name, look]] = phone.self.shown;
  assert.equal(name, "Clinic");
  assert.doesNotMatch(JSON.stringify(look), /7/);
  assert.equal(look.body, "Something waits.");
});

test("offers to put a reminder off, and says so to the clinic without opening the app", async () => {
  const sent = [];
  const phone = worker({ answer: (url, post) => (post.method ? sent.push([url, String(post.body)]) : 0, Response.json({ token: "t" })) });
  const words = { text: "Something waits.", open: "/", later: ["In 2 hours", "Not today"] };
  await phone.happens("push", { data: { json: () => words } });
  const [[, look]] = phone.self.shown;
  assert.deepEqual(look.actions.map(({ title }) => title), words.later);
  for (const { action } of look.actions) await phone.happens("notificationclick", { action, notification: { close() {}, data: look.data } });
  assert.deepEqual(sent, [["/reminders/later/", "until=later"], ["/reminders/later/", "until=tomorrow"]]);
});

test("opens the page of reminders where a reminder cannot be put off", async () => {
  const phone = worker({ answer: offline });
  const opened = [];
  Object.assign(phone.self.clients, { matchAll: async () => [], openWindow: async (path) => opened.push(path) });
  await phone.happens("notificationclick", { action: "later", notification: { close() {}, data: { open: "/" } } });
  await phone.happens("notificationclick", { action: "", notification: { close() {}, data: { open: "/" } } });
  assert.deepEqual(opened, ["/reminders/", "/"]);
});

test("is heard again for a second notification, which takes the place of the first", async () => {
  const phone = worker({ answer: offline });
  await phone.happens("push", { data: { json: () => ({ text: "Something waits.", open: "/today/" }) } });
  const [[, look]] = phone.self.shown;
  assert.deepEqual([look.tag, look.renotify], ["one-tap", true]);
});

const browser = (endpoint) => ({ endpoint, options: { of: endpoint }, toJSON: () => ({ endpoint, keys: { auth: "a" } }) });

test("says its new address by itself when the push service gave it another", async () => {
  for (const newSubscription of [browser("https://push/new"), null]) {
    const sent = [];
    const answer = (url, post) => (post.method ? sent.push([url, post]) : 0, Response.json({ token: "fresh" }));
    const phone = worker({ answer });
    phone.self.registration.pushManager = { subscribe: async ({ of }) => browser(of.replace("old", "new")) };
    await phone.happens("pushsubscriptionchange", { oldSubscription: browser("https://push/old"), newSubscription });
    const [[url, post]] = sent;
    assert.equal(url, "/reminders/push/renew/");
    assert.equal(post.headers["X-CSRFToken"], "fresh");
    assert.deepEqual(Object.fromEntries(post.body), { endpoint: "https://push/new", auth: "a", old: "https://push/old" });
  }
});

test("leaves it to the next visit where nobody is signed in", async () => {
  const phone = worker({ answer: offline });
  const change = { oldSubscription: null, newSubscription: browser("https://push/new") };
  await phone.happens("pushsubscriptionchange", change);
});

const withPictures = (...names) => pageOf("ann", names.map((name) => `<img width="9" src="/picture/${name}" alt="">`).join(""));

test("keeps the uploaded pictures of the pages it keeps, and shows them without signal", async () => {
  const answer = (path) => (path === "/log/" ? withPictures("a.jpg", "gone.jpg") :
    new Response("bytes", { status: path === "/picture/gone.jpg" ? 404 : 200 }));
  const phone = worker({ answer });
  await phone.happens("message", { data: { keep: ["/log/"] } });
  assert.ok(phone.keptOf("pages-ann", "/picture/a.jpg"));
  assert.equal(phone.keptOf("pages-ann", "/picture/gone.jpg"), undefined);
  const request = { url: `${SITE}/picture/a.jpg`, method: "GET", mode: "no-cors" };
  assert.equal(await (await phone.happens("fetch", { request })).text(), "bytes");
  await phone.post("/account/logout/");
  assert.deepEqual(phone.names(), []);
});

test("keeps forty pictures, the newest, and fetches none that it has", async () => {
  const asked = [];
  const names = Array.from({ length: 45 }, (_one, n) => `${n}.jpg`);
  const answer = (path) => {
    if (!path.startsWith("/picture/")) return withPictures(...names);
    asked.push(path);
    return new Response("bytes");
  };
  const phone = worker({ kept: { "pages-ann": { "/picture/44.jpg": new Response("kept") } }, answer });
  await phone.happens("message", { data: { keep: ["/log/"] } });
  assert.equal(asked.length, 44);
  assert.equal(phone.keptOf("pages-ann", "/picture/0.jpg"), undefined);
  assert.equal(names.filter((name) => phone.keptOf("pages-ann", `/picture/${name}`)).length, 40);
});
