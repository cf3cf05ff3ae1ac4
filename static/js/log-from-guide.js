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
