// What an answer between calm and red means, as the clinic says when it has the entry (patients/wording/zones.py). The
// form brings the numbers that hold for this patient: they are kept with the entry, for a page that knows no patient.

// {sides, stay} of a form, or null where it asks for no pain or comes from a page kept by an earlier version.
export function zonesOf(form) {
  return form.dataset.zones ? JSON.parse(form.dataset.zones) : null;
}

// Shows the line where the worse affected side of the entry is one of the numbers.
export function sayStay(line, { fields, zones }) {
  if (!line) return;
  const given = Object.fromEntries(fields);
  const pains = zones ? zones.sides.map((side) => Number(given[`pain_${side}`] || 0)) : [];
  line.hidden = !pains.length || !zones.stay.includes(Math.max(...pains));
}
