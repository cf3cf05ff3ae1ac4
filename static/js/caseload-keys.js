// j and k, or the arrows, go from patient to patient while the focus is in the list; Enter is the link's own. The keys
// are nobody's anywhere else, so that they hinder neither typing nor dictation. Whoever is opened is followed by the
// patients that stood after them, which the page of the patient asks for.
const NEXT = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const step = NEXT[event.key];
  const list = event.target.closest("[data-keys]");
  const typing = event.target.closest("input, select, textarea");
  if (!list || !step || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const names = [...list.querySelectorAll(".triage-row__name")];
  const row = event.target.closest(".triage-row");
  const here = names.findIndex((name) => row?.contains(name));
  const there = names[Math.min(Math.max(here + step, 0), names.length - 1)];
  if (!there) return;
  event.preventDefault();
  there.focus();
  there.scrollIntoView({ block: "nearest" });
});

document.addEventListener("click", (event) => {
  if (!event.target.closest(".triage-row__name")) return;
  const order = [...document.querySelectorAll(".triage-row__name")].map((name) => name.pathname);
  const list = new URLSearchParams(location.search);
  list.delete("q"); // a name is kept nowhere
  sessionStorage.setItem("caseload", JSON.stringify({ order, list: list.toString() }));
});
