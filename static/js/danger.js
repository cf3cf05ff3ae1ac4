// Words that stand on the alarm list lead to it while they are typed, without signal too. Nothing is stopped by it: with
// signal the clinic's own page asks once more before the message goes.
const field = document.getElementById("id_text");
const sheet = document.getElementById("danger-live");
const lines = JSON.parse(sheet?.dataset.words ?? "[]");

// As patients/domain/danger_words.py has it.
function plainWords(text) {
  const plain = text.normalize("NFKD").replace(/[\p{M}'’‘]/gu, "").toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

function look() {
  const said = ` ${plainWords(field.value)} `;
  sheet.hidden = !lines.some((line) => said.includes(` ${line} `));
}

if (sheet) {
  field.addEventListener("input", look);
  look();
}
