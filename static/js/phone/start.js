// Everything that script adds to a patient's page, loaded when the page is complete and its largest part is painted.
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
  Promise.all([complete, painted]).then(() => {
    import("./submit.js");
    import("./drain.js").then(({ drainWhenItMayWork }) => drainWhenItMayWork());
    import("./queue.js");
    import("./signal.js");
    import("./age.js");
    import("./signout.js");
    import("./keep.js");
  });
}
