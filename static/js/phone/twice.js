// Whether a session that waits seems to wait here already. The clinic decides and asks once it has both
// (patients/domain/doubles.py); what was sent before this page does not know.
const MINUTE = 60_000;
const DAY_BEGINS = 4 * 60 * MINUTE; // at four in the morning

// Shows the line of an entry where one `before` it seems to be the same. A page kept by an earlier version has no such line.
export function sayTwice(line, entry, before) {
  if (line) line.hidden = !before.some((other) => [entry, other].every(isSession) && isSame(session(entry), session(other)));
}

const isSession = (entry) => new URL(entry.url).pathname.endsWith("/log/");

function session({ fields }) {
  const given = Object.fromEntries(fields);
  const bySet = given.mode === "sets";
  const sets = fields.filter(([name, value]) => bySet && value && name.startsWith("set-"));
  const at = Date.parse(given.performed_at || given.captured_at);
  const content = JSON.stringify([given.mode, given.variation, given.dose_sets, given.dose_target, sets]);
  return { exercise: given.prescription, whole: !bySet, at, day: new Date(at - DAY_BEGINS).toDateString(), content };
}

function isSame(one, other) {
  const sameMinute = one.content === other.content && Math.abs(one.at - other.at) < MINUTE;
  return one.exercise === other.exercise && (sameMinute || (one.whole && other.whole && one.day === other.day));
}
