// Fills in the log form with what a guided session counted. It comes in the fragment of the address, never as a number
// of pain, and once: a form that was sent and came back carries its id already.
const form = document.getElementById("log");
const counted = new URLSearchParams(location.hash.slice(1));
const id = counted.get("client_id");

function put(name, value) {
  const field = form.elements[name];
  if (field?.type === "checkbox") field.checked = true;
  else if (field) field.value = value;
}

if (form && id && form.elements.client_id.value !== id) {
  for (const [name, value] of counted) if (/^(client_id|mode|stopped_for_pain|set-\d+-\w+)$/.test(name)) put(name, value);
}

// The other exercises of the same session are saved with this one, each as an entry of its own. What is felt is asked
// once: of all of them together. What stands here of one exercise alone (its note, its stop) is of this one.
const OWN = /^(client_id|mode|prescription|dose_\w+|load|variation|set-\d+-\w+)$/;
const FELT = /^(pain_\w+|felt|painkiller|performed_at|captured_at|utc_offset|time_zone)$/;
const others = () => new URLSearchParams(location.hash.slice(1)).getAll("also").map((one) => new URLSearchParams(one));
const place = document.getElementById("log-also");

for (const other of place ? others() : []) {
  place.hidden = false;
  place.querySelector("ul").append(Object.assign(document.createElement("li"), { textContent: other.get("told") }));
}

/** The fields of each other exercise as its own log form would post them, with what was `sent` for all; and its words. */
export function alsoSaved(sent) {
  const felt = sent.filter(([name]) => FELT.test(name));
  return others().map((other) => ({
    told: other.get("told"),
    fields: [...[...other].filter(([name]) => OWN.test(name)).map(([name, value]) => [name, value, false]), ...felt],
  }));
}
