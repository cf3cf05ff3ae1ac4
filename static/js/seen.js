// What a page shows counts as seen when a person can see the page: not when it was fetched, prepared or left in another tab.
// Where it cannot be told, the button for it stands there as it does without script.
const forms = new Set(document.querySelectorAll("form[data-seen]"));

function look() {
  if (document.visibilityState === "visible") forms.forEach(tell);
}

async function tell(form) {
  forms.delete(form);
  form.hidden = true;
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const said = form.nextElementSibling;
    if (said?.hasAttribute("data-seen-said")) said.hidden = false;
  } catch {
    form.hidden = false;
  }
}

document.addEventListener("visibilitychange", look);
look();
