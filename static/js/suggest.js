// A line that offers what is found while somebody types. `data-suggest` is where it asks; `data-suggest-words`, round the
// lines, is what it says. The line stays one: it sends what stands in it.
import "../vendor/accessible-autocomplete/accessible-autocomplete.min.js";

const WAIT = 150; // ms after the last letter

function finder(address) {
  let timer;
  return (typed, show) => {
    clearTimeout(timer);
    const mine = (timer = setTimeout(async () => {
      const found = await ask(`${address}&term=${encodeURIComponent(typed)}`);
      if (mine === timer) show(found);
    }, WAIT));
  };
}

async function ask(address) {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(10_000), headers: { accept: "application/json" } });
    return answer.ok ? (await answer.json()).results.map((one) => one.text) : [];
  } catch {
    return [];
  }
}

// The list is built as HTML, and a name is text.
function asText(name) {
  return (name ?? "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

for (const field of document.querySelectorAll("input[data-suggest]")) {
  const words = JSON.parse(field.closest("[data-suggest-words]").dataset.suggestWords);
  const place = document.createElement("div");
  const { id, name, value, className, dataset, autofocus } = field;
  const invalid = field.getAttribute("aria-invalid");
  field.replaceWith(place);
  self.accessibleAutocomplete({
    element: place,
    id,
    name,
    defaultValue: value,
    inputClasses: className,
    source: finder(dataset.suggest),
    templates: { inputValue: (name) => name, suggestion: asText },
    minLength: 2,
    displayMenu: "overlay",
    confirmOnBlur: false, // what was typed is what is sent
    tNoResults: () => words.none,
    tStatusNoResults: () => words.none,
    tStatusQueryTooShort: () => words.short,
    tStatusSelectedOption: (option, count, index) => `${option}, ${index + 1}/${count}`,
    tStatusResults: (count, chosen) => `${words.found}: ${count}. ${chosen}`,
    tAssistiveHint: () => words.hint,
  });
  const line = document.getElementById(id);
  if (invalid) line.setAttribute("aria-invalid", invalid);
  if (autofocus) line.focus();
}
