// j and k, or the arrows, go from patient to patient while the focus is in the list; Enter is the link's own. The keys
// are nobody's anywhere else, so that they hinder neither typing nor dictation.
const NEXT = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const list = document.querySelector("[data-keys]");

list?.addEventListener("keydown", (event) => {
  const step = NEXT[event.key];
  const typing = event.target.closest("input, select, textarea");
  if (!step || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const names = [...list.querySelectorAll(".triage-row__name")];
  const row = event.target.closest(".triage-row");
  const here = names.findIndex((name) => row?.contains(name));
  const there = names[Math.min(Math.max(here + step, 0), names.length - 1)];
  if (!there) return;
  event.preventDefault();
  there.focus();
  there.scrollIntoView({ block: "nearest" });
});
