// Words that stand on the alarm list, in what somebody writes. A field that looks for them brings them: {tick: lines}.

// As patients/domain/danger_words.py has it.
function plainWords(text) {
  const plain = text.normalize("NFKD").replace(/[\p{M}'’‘]/gu, "").toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

/** The ticks whose words stand in the field, the most urgent first. */
export function ticksIn(field) {
  const said = ` ${plainWords(field.value)} `;
  const all = Object.entries(JSON.parse(field.dataset.words));
  return all.filter(([, lines]) => lines.some((line) => said.includes(` ${line} `))).map(([tick]) => tick);
}

/** What of a waiting entry should not wait: the ticks of an alarm, and "words" for danger words in a message. */
export function alarmsOf({ fields, danger }) {
  const ticks = fields.filter(([name]) => name === "kinds").map(([, value]) => value);
  return danger ? [...ticks, "words"] : ticks;
}
