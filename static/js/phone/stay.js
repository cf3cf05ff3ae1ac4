// What an answer between calm and red means, and which is red, as the clinic says when it has the entry (patients/wording/zones.py). The
// form brings the numbers that hold for this patient: they are kept with the entry, for a page that knows no patient.

// {sides, stay, red} of a form, or null where it asks for no pain or comes from a page kept by an earlier version.
export function zonesOf(form) {
  return form.dataset.zones ? JSON.parse(form.dataset.zones) : null;
}

// Shows the line where the worse affected side of the entry is one of the numbers.
export function sayStay(line, entry) {
  if (line) line.hidden = !worstIsIn("stay", entry);
}

/** Whether the worse affected side of the entry asks for rest. */
export const isRed = (entry) => worstIsIn("red", entry);

function worstIsIn(name, { fields, zones }) {
  const given = Object.fromEntries(fields);
  const pains = zones ? zones.sides.map((side) => Number(given[`pain_${side}`] || 0)) : [];
  return pains.length > 0 && Boolean(zones[name]?.includes(Math.max(...pains)));
}
