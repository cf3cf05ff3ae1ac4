// Where a guided session waits for a browser that was killed: ids and numbers, no name. A phone that refuses to store
// guides all the same; only a killed browser then begins anew.

const keyOf = (plan) => `guide:${plan.key}`;

export function save(plan, state, now) {
  try {
    localStorage.setItem(keyOf(plan), JSON.stringify({ ...state, seen: now }));
  } catch { /* full or refused */ }
}

/** What was saved for this plan, as it was written; null without it. */
export function load(plan) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(plan)));
  } catch {
    return null;
  }
}
