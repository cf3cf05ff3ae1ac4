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

// Without a secure context nothing can be sealed or kept for offline; the plain pages do everything then.
if (isSecureContext && document.querySelector("meta[name=account]")) {
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("form[data-outbox]")) return;
    event.preventDefault();
    import("./submit.js").then(({ pressed }) => pressed(form, submitter), () => plainly(form, submitter));
  });

  Promise.all([complete, painted]).then(() => {
    import("./submit.js");
    import("./drain.js").then(({ drainWhenItMayWork }) => drainWhenItMayWork());
    import("./queue.js");
    import("./undo.js");
    import("./reread.js");
    import("./signal.js");
    import("./age.js");
    import("./zone.js");
    import("./whom.js");
    import("./signout.js");
    import("./push-life.js").then(({ renew }) => renew());
    import("./keep.js");
  });
}

// The rest of the script cannot be had: the form goes as it would without any.
function plainly(form, submitter) {
  form.removeAttribute("data-outbox");
  form.requestSubmit(submitter);
}
