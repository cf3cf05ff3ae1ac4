// Pain so strong that it asks about a tear, as the clinic asks when it has the entry (patients/domain/severe_pain.py).
function isSevere(fields) {
  const given = Object.fromEntries(fields);
  const pains = ["left", "right"].map((side) => Number(given[`pain_${side}`] || 0));
  return Math.max(...pains) >= (given.stopped_for_pain ? 6 : 8);
}

// Shows the line with the question where the fields of an entry, [name, value], ask it. A page kept by an earlier version has
// no such line.
export function askOfTear(line, fields) {
  if (line) line.hidden = !isSevere(fields);
}
