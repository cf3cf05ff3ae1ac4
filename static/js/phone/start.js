// Everything that script adds to a patient's page, loaded when the page is complete and its largest part is painted. A
// plain script in the head: it runs before there is a button, so that a press which comes before the rest is kept too.
const complete = new Promise((done) => {
  if (document.readyState === "complete") done();
  else addEventListener("load", done, { once: true });
});

// A page in the background is not painted, and some browsers do not tell: nobody waits longer than this.
const LONGEST_WAIT = 1000;
const painted = new Promise((done) => {
  if (PerformanceObserver.supportedEntryTypes?.includes("largest-contentful-paint")) {
    new PerformanceObserver(done).observe({ type: "largest-contentful-paint", buffered: true });
    setTimeout(done, LONGEST_WAIT);
  } else done();
});

// The browser's question whether to install comes once, early; offer.js puts it when there is something to keep.
globalThis.installable = new Promise((done) => {
  addEventListener("beforeinstallprompt", (question) => { question.preventDefault(); done(question); });
});

Promise.all([complete, painted]).then(() => {
  if (document.querySelector("[data-moves]")) import("./moves.js");
});

// Without a secure context nothing can be sealed or kept for offline; the plain pages do everything then.
if (isSecureContext && document.querySelector("meta[name=account]")) {
  hear("submit", "form[data-outbox]", () => import("./submit.js"));
  hear("submit", "form[data-sign-out]", () => import("./signout.js"));
  hear("click", "button[data-send-now]", () => import("./queue.js"));

  Promise.all([complete, painted]).then(() => {
    import("./submit.js");
    import("./drain.js").then(({ drainWhenItMayWork }) => drainWhenItMayWork());
    import("./queue.js");
    import("./undo.js");
    import("./reread.js");
    import("./signal.js");
    import("./age.js");
    import("./zone.js");
    import("./go-on.js");
    import("./offer.js");
    import("./whom.js");
    import("./signout.js");
    import("./push-life.js").then(({ renew }) => renew());
    import("./keep.js");
    import("./ended.js");
  });
}

// A press that a module alone understands waits for it, however late it comes. A second one while the first is under way
// changes nothing. Where the module cannot be had, a form goes as it would without script.
function hear(kind, what, bring) {
  let missing = false;
  document.addEventListener(kind, (event) => {
    const heard = event.target.closest(what);
    if (!heard || missing) return;
    event.preventDefault();
    if (heard.ariaBusy) return;
    heard.ariaBusy = "true";
    const done = bring().then(({ pressed }) => pressed(heard, event.submitter), () => {
      missing = true;
      heard.requestSubmit?.(event.submitter);
    });
    done.finally(() => (heard.ariaBusy = null));
  });
}
