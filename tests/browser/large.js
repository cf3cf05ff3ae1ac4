// Answers a line of text for everything that has no room at this size of screen and text: what leaves the screen or its own
// box, a word cut in two, two things on each other, and bars that leave too little or that hide what they stand over.
() => {
  const CONTROLS = "button, .btn, select, textarea, input:not([type=hidden], .btn-check), summary";
  const BARS = ".app-bar, .tab-bar, .action-bar, .foreseen__acts";
  const LAID_OVER = ".stepper__unit, .moves__play, .tab-bar__new, .hold__time, .guide__count, .idle"; // they are meant to lie on something
  const UNSEEN = ".visually-hidden, .skip-link, svg, option, script, style, noscript, textarea";

  const name = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const isThere = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(UNSEEN);
  const rectsOf = (node, from = 0, to = node.length) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()].filter((rect) => rect.width > 0 && rect.height > 0);
  };
  const textNodes = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.trim() && isThere(node.parentElement)) found.push(node);
    }
    return found;
  };
  // The nearest box around an element that scrolls ("auto") or cuts ("hidden") sideways.
  const around = new Map();
  const boxAround = (element) => {
    if (!element || element === document.body) return null;
    if (!around.has(element)) {
      const kind = getComputedStyle(element).overflowX;
      around.set(element, kind === "visible" ? boxAround(element.parentElement) : { element, kind });
    }
    return around.get(element);
  };

  // What is closed has to fit as well once it is opened.
  const closed = [...document.querySelectorAll("details:not([open])")];
  closed.forEach((one) => (one.open = true));

  scrollTo({ top: 0, behavior: "instant" });
  const texts = textNodes().map((node) => ({ node, element: node.parentElement, rects: rectsOf(node) }));
  const controls = [...document.querySelectorAll(CONTROLS)]
    .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest(".visually-hidden, .skip-link"))
    .map((element) => ({ element, rects: [element.getBoundingClientRect()] }));
  const things = [...texts, ...controls];

  const sideways = () =>
    document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} px wide`] : [];

  const offScreen = () =>
    things
      .filter(({ element, rects }) => !boxAround(element) && rects.some((rect) => rect.left < -1 || rect.right > innerWidth + 1))
      .map(({ element }) => `leaves the screen: ${name(element)}`);

  const isOutside = (rect, box) =>
    rect.left < box.left - 1 || rect.right > box.right + 1 || rect.top < box.top - 2 || rect.bottom > box.bottom + 2;
  const cutOff = () =>
    texts
      .filter(({ element, rects }) => {
        const control = element.closest(`${CONTROLS}, .tag, .zone-chip, .tab-bar a`);
        const cutter = boxAround(element);
        const boxes = [control, cutter && cutter.kind !== "auto" && cutter.element].filter(Boolean);
        return boxes.some((box) => rects.some((rect) => isOutside(rect, box.getBoundingClientRect())));
      })
      .map(({ element }) => `leaves its box: ${name(element)}`);
  const cutValues = () =>
    controls
      .filter(({ element }) => element.matches("[type=number], [type=time], [type=date]") && element.scrollWidth > element.clientWidth + 1)
      .map(({ element }) => `the value is cut: ${name(element)}`);

  // An address may be cut, and so may a word that hardly any line can hold.
  const WORD = /(?<![\p{L}\p{N}@./:_-])[\p{L}\p{N}’']{2,}(?![\p{L}\p{N}]|[@./:_]\S)/gu;
  const isCut = ([first, ...others]) =>
    others.some((rect) => rect.top > first.top + first.height / 2) &&
    [first, ...others].reduce((sum, rect) => sum + rect.width, 0) < innerWidth * 0.7;
  const cutWords = () =>
    texts.flatMap(({ node, element, rects }) => {
      if (new Set(rects.map((rect) => Math.round(rect.top))).size < 2) return [];
      return [...node.data.matchAll(WORD)]
        .filter(({ 0: word, index }) => isCut(rectsOf(node, index, index + word.length)))
        .map(([word]) => `${word} is cut in two: ${name(element)}`);
    });

  const areas = things.flatMap(({ element, rects, node }) =>
    rects.map((rect) => {
      const slack = node ? rect.height * 0.2 : 1; // letters are lower than their line
      return { element, node, left: rect.left + 1, right: rect.right - 1, top: rect.top + slack, bottom: rect.bottom - slack };
    }),
  );
  const isRelated = (one, other) => one.contains(other) || other.contains(one) || [...(one.labels ?? [])].some((label) => label.contains(other) && label.contains(one));
  const overlaps = () => {
    const loose = areas.filter(({ element }) => !element.closest(LAID_OVER));
    loose.sort((one, other) => one.top - other.top);
    const found = [];
    loose.forEach((one, index) => {
      for (let next = index + 1; next < loose.length && loose[next].top < one.bottom; next += 1) {
        const other = loose[next];
        if (other.left >= one.right || other.right <= one.left || one.element.closest(BARS) !== other.element.closest(BARS)) continue;
        if (!isRelated(one.element, other.element)) found.push(`lies on another: ${name(one.element)} | ${name(other.element)}`);
      }
    });
    return found;
  };

  const bars = () => {
    const heightOf = (bar) => Math.round(bar.getBoundingClientRect().height);
    const standing = [...document.querySelectorAll(BARS)].filter((bar) => isThere(bar) && getComputedStyle(bar).position !== "static");
    const height = standing.reduce((sum, bar) => sum + heightOf(bar), 0);
    const found = height > innerHeight / 3 + 1 ? [`bars take ${height} of ${innerHeight} px`] : [];
    const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement);
    for (const bar of standing) {
      const free = bar.matches(".app-bar") ? scrollPaddingTop : scrollPaddingBottom;
      if (heightOf(bar) > (parseFloat(free) || 0) + 1) found.push(`focus may lie under a bar of ${heightOf(bar)} px, ${free} are kept free: ${name(bar)}`);
    }
    return found;
  };
  const hiddenAtTheEnd = () => {
    scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    const bar = [...document.querySelectorAll(".tab-bar, .action-bar")].find(isThere);
    const edge = bar ? bar.getBoundingClientRect().top : innerHeight;
    const found = things
      .filter(({ element }) => !element.closest(BARS) && !boxAround(element) && !element.closest(".side"))
      .filter(({ element, node }) => (node ? rectsOf(node) : [element.getBoundingClientRect()]).some((rect) => rect.bottom > edge + 1))
      .map(({ element }) => `under the bar at the end of the page: ${name(element)}`);
    scrollTo({ top: 0, behavior: "instant" });
    return found;
  };

  const found = [sideways, offScreen, cutOff, cutValues, cutWords, overlaps, bars, hiddenAtTheEnd].flatMap((rule) => rule());
  closed.forEach((one) => (one.open = false));
  return [...new Set(found)];
};
