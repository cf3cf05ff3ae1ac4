// Answers what is wrong with the place of the keyboard's focus: nobody could see it, or it lies under a bar. Empty if all is well.
() => {
  const active = document.activeElement;
  if (active === document.body) return "";
  const shown = active.matches(".btn-check") ? active.nextElementSibling : active;
  const name = shown.outerHTML.slice(0, 120);

  const ring = (part) => getComputedStyle(shown, part);
  const isRinged = [ring(null), ring("::after")].some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  if (!isRinged) return `no outline: ${name}`;

  const box = shown.getBoundingClientRect();
  const middle = [box.left + box.width / 2, box.top + box.height / 2];
  const edges = [[middle[0], box.top + 3], [middle[0], box.bottom - 3], [box.left + 3, middle[1]], [box.right - 3, middle[1]]];
  const bar = ([x, y]) => document.elementFromPoint(x, y)?.closest(".app-bar, .tab-bar, .action-bar");
  const isUnderABar = [middle, ...edges].map(bar).some((one) => one && !one.contains(active));
  if (isUnderABar) return `under a bar: ${name}`;
  return box.bottom > 0 && box.top < innerHeight ? "" : `out of view: ${name}`;
};
