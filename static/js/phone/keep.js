// Keeps Today, and every page that Today links to, for when there is no signal.
const NOT = /^\/(account|admin)\/|\/[0-9a-f-]{36}\/|\.pdf$/;

navigator.serviceWorker?.register("/sw.js").then(async () => {
  if (location.pathname !== "/today/" || !navigator.onLine) return;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: [...new Set([location.pathname, ...links()])] });
});

function links() {
  return [...document.querySelectorAll("a[href]:not([download])")]
    .map((link) => new URL(link.href))
    .filter((url) => url.origin === location.origin && !NOT.test(url.pathname) && url.pathname !== location.pathname)
    .map((url) => url.pathname + url.search);
}
