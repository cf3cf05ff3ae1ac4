// Keeps the app's files and the signed-in patient's pages for when there is no signal. Served at /sw.js with VERSION,
// SHELL, STATIC, PICTURES, SIGN_IN, SIGN_OUT, TODAY, MESSAGES, ALARM, GUIDANCE, TOKEN, RENEW, LATER, REMINDERS, APP_NAME, ICON and NO_CONNECTION above these lines.
//
// The shell (files, the same for everybody) is read from the phone first. Pages come from the network; after 2.5 s
// without an answer the kept copy is shown. Kept pages lie in a cache named for their account: a page of another
// account, the sign-in page, a question that is answered with "signed out", and every post that signs in or out delete
// them, and so does the age at which every session is over. Uploaded pictures lie beside the pages that
// show them: the server makes each at most 120 KB small, so that MOST_PICTURES are less than 5 MB.

const PATIENCE = 2500;
const SOON_OLD = 12 * 60 * 60 * 1000;
const TOO_OLD = 30 * 24 * 60 * 60 * 1000;
const FILES = `files-${VERSION}`;
const MOST_PICTURES = 40;
const DOORS = /^\/(account|join)\//;
const ANY_VARY = { ignoreVary: true };

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(SHELL)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(drop((name) => name.startsWith("files-") && name !== FILES).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => event.waitUntil(keep(event.data.keep)));

// A notification says that something waits, never what.
self.addEventListener("push", (event) => {
  const { text, open, later = [] } = event.data.json();
  const actions = later.map((title, n) => ({ title, action: ["later", "tomorrow"][n] }));
  const look = { body: text, icon: ICON, badge: ICON, tag: "one-tap", renotify: true, data: { open }, actions };
  event.waitUntil(self.registration.showNotification(APP_NAME, look));
});

// Another address for the same phone. Who is signed out has no token; the next visit says it then.
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event).catch(() => {})));

async function renew({ oldSubscription: old, newSubscription }) {
  const subscription = newSubscription ?? (await self.registration.pushManager.subscribe(old.options));
  const { endpoint, keys } = subscription.toJSON();
  await fetch(RENEW, await post({ endpoint, ...keys, old: old?.endpoint ?? "" }));
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  if (event.action) event.waitUntil(putOff(event.action).catch(() => show(REMINDERS)));
  else event.waitUntil(show(event.notification.data.open));
});

// A reminder for later, without opening the app. Where that cannot be said to the clinic, the page of reminders opens.
async function putOff(until) {
  const answer = await fetch(LATER, await post({ until }));
  if (!answer.ok) throw new Error(answer.status);
}

async function post(fields) {
  const { token } = await (await fetch(TOKEN, { headers: { Accept: "application/json" } })).json();
  return { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json", "X-CSRFToken": token } };
}

async function show(path) {
  const [page] = await self.clients.matchAll({ type: "window" });
  if (!page) return self.clients.openWindow(path);
  await page.focus();
  return page.navigate(path);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method !== "GET") {
    if (DOORS.test(pathname)) event.waitUntil(forget());
  } else if (pathname.startsWith(STATIC) || pathname.startsWith(PICTURES)) {
    event.respondWith(caches.match(request, ANY_VARY).then((kept) => kept || fetch(request)));
  } else if (pathname === TOKEN) {
    event.respondWith(fetch(request).then((answer) => (answer.status === 401 ? forget().then(() => answer) : answer)));
  } else if (request.mode === "navigate") {
    open(event);
  }
});

function open(event) {
  const { request } = event;
  const answer = leave().then(() => fetch(request));
  event.waitUntil(answer.then((page) => notice(request.url, page.clone())).catch(() => {}));
  event.respondWith(answerOrKept(request.url, answer));
}

// Who signed out without signal is signed out before anything else is opened: signout.js wrote down who.
async function leave() {
  const who = await caches.match("/leaving", { cacheName: "leaving" });
  if (!who) return;
  try {
    const asked = await fetch(TOKEN, { headers: { Accept: "application/json" } });
    const isIn = asked.ok && (await asked.clone().json()).account === (await who.text());
    if (isIn && !(await fetch(SIGN_OUT, await post({}))).ok) return;
    await caches.delete("leaving");
    await forget();
  } catch { /* no signal yet */ }
}

async function answerOrKept(url, answer) {
  const { pathname } = new URL(url);
  // The list is the same for whoever comes with a tick; script sets it.
  const kept = (await keptPage(url)) ?? (pathname === ALARM ? await keptPage(ALARM) : undefined);
  if (kept) {
    const good = answer.then((page) => (page.status >= 500 ? kept : page));
    // An old copy of the messages would hide the new one.
    if (pathname === MESSAGES) return good.catch(() => kept);
    return Promise.race([good, after(PATIENCE, kept)]).catch(() => kept);
  }
  return answer.catch(async () => {
    const unanswered = pathname === GUIDANCE && (await keptPage(GUIDANCE)); // a search: all answers, and script says so
    if (unanswered) return unanswered;
    if (await keptPage(TODAY)) return Response.redirect(TODAY);
    const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'self'" };
    return new Response(NO_CONNECTION, { status: 503, headers }); // who is signed out has no page here
  });
}

const after = (milliseconds, value) => new Promise((done) => setTimeout(done, milliseconds, value));

async function keptPage(url) {
  const kept = await caches.match(new URL(url, self.location), ANY_VARY);
  if (!kept || !(Date.now() - Date.parse(kept.headers.get("Date")) > TOO_OLD)) return kept;
  return void (await forget());
}

const forget = () => drop((name) => name.startsWith("pages-"));

async function drop(which) {
  const names = await caches.keys();
  await Promise.all(names.filter(which).map((name) => caches.delete(name)));
}

// A page that was opened: whose it is decides what stays; a kept one is renewed.
async function notice(url, page) {
  if (new URL(page.url || url).pathname === SIGN_IN) return forget();
  const known = await keptPage(url);
  const account = await accountOf(page);
  if (!account) return;
  await drop((name) => name.startsWith("pages-") && name !== `pages-${account}`);
  if (known) await put(account, url, page);
}

// The pages that Today links to, one after the other so that they never stand in the way of the person.
async function keep(urls) {
  for (const url of urls) {
    const known = await keptPage(url);
    if (known && Date.now() - Date.parse(known.headers.get("Date")) < SOON_OLD) continue;
    try {
      const page = await fetch(url, { headers: { Accept: "text/html", Purpose: "prefetch" } });
      if (new URL(page.url || url, self.location).pathname === SIGN_IN) return void (await forget());
      const account = await accountOf(page);
      if (account) await put(account, url, page);
    } catch {
      return; // no signal: the next visit of Today goes on
    }
  }
}

// The copy is marked, so that the page can know that it is one.
async function put(account, url, page) {
  const source = await page.text();
  const text = source.replace("<html ", "<html data-kept ");
  const headers = new Headers(page.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  const cache = await caches.open(`pages-${account}`);
  await cache.put(url, new Response(text, { headers }));
  await keepPictures(cache, source);
}

// The pictures of a page. A name stands for the same bytes for ever; the oldest make room.
async function keepPictures(cache, source) {
  const shown = new Set([...source.matchAll(/ src="([^"]+)"/g)].map(([, src]) => src).filter((src) => src.startsWith(PICTURES)));
  for (const src of shown) {
    if (await cache.match(src)) continue;
    const picture = await fetch(src).catch(() => null);
    if (picture?.ok) await cache.put(src, picture);
  }
  const kept = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith(PICTURES));
  await Promise.all(kept.slice(0, -MOST_PICTURES).map((old) => cache.delete(old)));
}

// The account that a page names in its head; nothing for a page that is not a patient's or was not answered as asked.
async function accountOf(page) {
  if (!page.ok || page.redirected || !/html/.test(page.headers.get("Content-Type"))) return "";
  const found = /<meta name="account" content="([\w-]+)">/.exec(await page.clone().text());
  return found ? found[1] : "";
}
