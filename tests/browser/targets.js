// Answers a line of text for every target on the page that is too small to be touched.
// A target is measured as a finger meets it: from its middle outwards, for as long as the touch still reaches it or its label.
({ least, leastControl }) => {
  const TARGETS = "a[href], button, summary, select, textarea, label.btn, input:not([type=hidden], .btn-check)";
  const CONTROLS = "button, select, textarea, .btn, input";

  const isReached = (target, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit && [target, ...(target.labels ?? [])].some((part) => part.contains(hit));
  };
  const reach = (target, x, y, dx, dy, wanted) => {
    let steps = 0;
    while (steps < wanted && isReached(target, x + dx * (steps + 1), y + dy * (steps + 1))) steps += 1;
    return steps;
  };
  const size = (target, wanted) => {
    target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = target.getClientRects()[0];
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (!isReached(target, x, y)) return [0, 0];
    const span = (dx, dy) => reach(target, x, y, -dx, -dy, wanted) + reach(target, x, y, dx, dy, wanted) + 1;
    return [span(1, 0), span(0, 1)];
  };
  // A link inside a sentence is as high as its line, and may be.
  const isInSentence = (target) =>
    getComputedStyle(target).display === "inline" && target.parentElement.textContent.trim() !== target.textContent.trim();
  const isThere = (target) =>
    target.checkVisibility({ visibilityProperty: true }) && !target.closest(".skip-link, .visually-hidden");

  return [...document.querySelectorAll(TARGETS)]
    .filter((target) => isThere(target) && !isInSentence(target))
    .map((target) => [target, target.matches(CONTROLS) ? leastControl : least])
    .map(([target, wanted]) => [target, wanted, size(target, wanted)])
    .filter(([, wanted, [width, height]]) => Math.min(width, height) < wanted)
    .map(([target, wanted, [width, height]]) => `${width} × ${height}, not ${wanted}: ${target.outerHTML.slice(0, 160)}`);
};
