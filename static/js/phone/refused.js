// What is wrong with a form, said where it was filled in, as the page of the clinic says it (templates/_form_errors.html): it
// is not sent a second time for that page.

const GROUPS = "fieldset, [role=radiogroup], [id^=div_], .set-row, .load";

/** Shows `errors` ({field: [sentence]}); false on a page that cannot, and for what only another page can ask. */
export function sayRefused(form, errors = {}) {
  const notice = document.getElementById("refused");
  if (!notice || !form.noValidate || !Object.keys(errors).length) return false;
  takeBack(form);
  const lines = Object.entries(errors).flatMap(([name, said]) => said.map((sentence) => [labelOf(form, name), sentence]));
  notice.querySelector("[data-lines]").replaceChildren(...lines.map(line));
  for (const [name, said] of Object.entries(errors)) mark(form, name, said);
  notice.hidden = false;
  notice.tabIndex = -1;
  notice.focus();
  return true;
}

function takeBack(form) {
  document.getElementById("errors")?.remove();
  for (const wrong of form.querySelectorAll("[aria-invalid]")) {
    wrong.removeAttribute("aria-invalid");
    wrong.classList.remove("is-invalid");
    const others = (wrong.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.endsWith("_error"));
    if (others.length) wrong.setAttribute("aria-describedby", others.join(" "));
    else wrong.removeAttribute("aria-describedby");
  }
  for (const said of form.querySelectorAll(".invalid-feedback")) said.remove();
}

function line([label, sentence]) {
  const said = document.createElement("p");
  if (label) said.append(Object.assign(document.createElement("b"), { textContent: /[?:]$/.test(label) ? label : `${label}:` }), " ");
  said.append(sentence);
  return said;
}

// A field as it is shown: itself, or the group of its choices. What is hidden has no place and no label.
function shownOf(form, name) {
  const named = form.elements[name];
  const field = named?.[0] ?? named;
  return !field || field.type === "hidden" ? {} : { field, group: field.closest(GROUPS) };
}

function labelOf(form, name) {
  const { field, group } = shownOf(form, name);
  if (!field || group?.matches(".set-row")) return ""; // the sentence of a set names it
  const label = group?.querySelector("legend, .form-label, label") ?? field.labels?.[0];
  return label?.firstChild?.textContent.trim() ?? "";
}

function mark(form, name, said) {
  const { field, group } = shownOf(form, name);
  if (!field || (field.type === "checkbox" && !group)) return;
  const told = Object.assign(document.createElement("div"), { className: "invalid-feedback d-block", id: `${name}_error` });
  told.append(...said.map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })));
  if (group) group.append(told);
  else field.after(told);
  const wrong = field.type === "radio" ? field.closest("[role=radiogroup]") : field;
  wrong.setAttribute("aria-invalid", "true");
  wrong.setAttribute("aria-describedby", `${wrong.getAttribute("aria-describedby") ?? ""} ${told.id}`.trim());
  if (wrong === field) field.classList.add("is-invalid");
  const fold = field.closest("details");
  if (fold) fold.open = true;
}
