// Everything that script adds to a patient's page, loaded when the page is painted and complete.
const complete = new Promise((done) => {
  if (document.readyState === "complete") done();
  else addEventListener("load", done, { once: true });
});

// Without a secure context nothing can be sealed or kept for offline; the plain pages do everything then.
if (isSecureContext && document.querySelector("meta[name=account]")) {
  complete.then(() => {
    import("./submit.js");
    import("./drain.js").then(({ drainWhenItMayWork }) => drainWhenItMayWork());
    import("./queue.js");
    import("./signal.js");
    import("./age.js");
    import("./signout.js");
    import("./keep.js");
  });
}
