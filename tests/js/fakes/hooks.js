// Whoever imports the vendored idb gets ours: node has no IndexedDB.
export async function resolve(specifier, context, next) {
  return next(specifier.endsWith("/vendor/idb/index.js") ? new URL("./idb.js", import.meta.url).href : specifier, context);
}
