// An exercise in motion: its figure is fetched, set into the page and turned at its joints. It plays once, at most five
// seconds, where it stands beside its stills when it is seen, and on Today when somebody asks; then it stands still and
// can be shown again. Who asked for less motion sees nothing by itself, and one position a press.
const LEAD = 400;
const REST = 300;
const MOST = 5000;
const LEAST = 300;
const STEPS = [[0, "start"], [0.5, "way"], [1, "hold"], [0.5, "back"]];

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Milliseconds of way, hold and return, from the seconds of the figure or of the plan's tempo (lower, hold, raise). */
export function phases(own, tempo = "", kind = "") {
  const [lower, hold, raise] = tempo ? tempo.split(" ").map(Number) : [];
  const [there, held, back] = !tempo ? own : kind === "lower" ? [lower, hold, raise] : [raise, hold, lower];
  const asked = [Math.max(there * 1000, LEAST), held * 1000, Math.max(back * 1000, LEAST)];
  const all = asked.reduce((sum, one) => sum + one);
  const room = MOST - LEAD - REST;
  return { faster: all > room + 1, asked: all > room ? asked.map((one) => (one * room) / all) : asked };
}

/** Where the figure is after so many milliseconds: a share of the way, and the phase; nothing once it is over. */
export function at(time, [way, hold, back]) {
  const ends = [LEAD, LEAD + way, LEAD + way + hold, LEAD + way + hold + back, LEAD + way + hold + back + REST];
  if (time < ends[0]) return [0, "start"];
  if (time < ends[1]) return [eased((time - ends[0]) / way), "way"];
  if (time < ends[2]) return [1, "hold"];
  if (time < ends[3]) return [eased(1 - (time - ends[2]) / back), "back"];
  return time < ends[4] ? [0, "start"] : null;
}

const eased = (share) => share * share * (3 - 2 * share);

/** A part's place at a share of the way. */
export function placed([x, y, turn], share) {
  const now = (values) => {
    if (typeof values === "number") return values;
    const step = Math.min(Math.floor(share * (values.length - 1)), values.length - 2);
    return values[step] + (values[step + 1] - values[step]) * (share * (values.length - 1) - step);
  };
  return `translate(${now(x)} ${now(y)})rotate(${now(turn)})`;
}

class Motion {
  constructor(box) {
    this.box = box;
    this.step = 0;
    this.pair = box.querySelector(".drawing-pair");
    this.still = box.querySelector(".moves__play");
    this.bar = box.querySelector(".moves__bar");
    this.button = this.bar.querySelector("button");
    for (const button of [this.button, this.still]) button?.addEventListener("click", () => this.asked());
    if (calm.matches) this.name(this.button.dataset.steps);
    this.button.hidden = false;
    if (this.still) this.still.hidden = false;
  }

  name(text) {
    this.button.lastElementChild.textContent = text;
  }

  asked() {
    return this.show().catch(() => {}); // no signal and not kept: the stills stand
  }

  async show() {
    await this.bring();
    this.stills(false);
    if (calm.matches) return this.nextStep();
    cancelAnimationFrame(this.frame);
    this.name(this.button.dataset.again);
    const begun = performance.now();
    const turn = (now) => {
      const where = calm.matches ? null : at(Math.max(now - begun, 0), this.phases);
      if (!where) return this.end();
      this.put(...where);
      this.frame = requestAnimationFrame(turn);
    };
    this.frame = requestAnimationFrame(turn);
  }

  async bring() {
    if (this.stage) return;
    const answer = await fetch(this.box.dataset.moves);
    if (!answer.ok) throw new Error(answer.status);
    const figure = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
    if (this.stage) return; // pressed twice
    const { tempo, kind, name } = this.box.dataset;
    ({ asked: this.phases, faster: this.faster } = phases(JSON.parse(figure.dataset.seconds), tempo, kind));
    this.tracks = JSON.parse(figure.dataset.parts);
    this.stage = document.createElement("div");
    this.stage.className = "moves__stage";
    this.stage.setAttribute("role", "img");
    this.stage.setAttribute("aria-label", name);
    this.stage.append(document.importNode(figure, true));
    this.parts = [...this.stage.querySelectorAll("[data-part]")];
    if (this.pair) this.pair.append(this.stage);
    else this.bar.before(this.stage);
  }

  nextStep() {
    this.put(...STEPS[this.step]);
    this.step = (this.step + 1) % STEPS.length;
    this.name(this.button.dataset.next);
  }

  put(share, phase) {
    for (const part of this.parts) part.setAttribute("transform", placed(this.tracks[part.dataset.part], share));
    this.stage.dataset.phase = phase;
    const said = this.box.dataset[phase] ?? "";
    this.said(said && this.faster && phase !== "start" ? `${said} (${this.button.dataset.faster})` : said);
  }

  said(text) {
    this.bar.firstElementChild.textContent = text;
  }

  end() {
    this.put(0, "start");
    this.said("");
    this.stills(true);
  }

  // Beside its stills it makes room for them again; on Today it stays, at the start.
  stills(shown) {
    if (this.pair) {
      this.stage.hidden = shown;
      this.pair.classList.toggle("is-moving", !shown);
    } else if (this.bar.hidden) {
      this.still.parentElement.hidden = true;
      this.bar.hidden = false;
      this.button.focus({ preventScroll: true });
    }
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    if (!calm.matches) motions.get(target).asked();
  }
}, { threshold: 0.9 });

const motions = new Map();
for (const box of document.querySelectorAll("[data-moves]")) {
  motions.set(box, new Motion(box));
  if (box.querySelector(".drawing-pair")) seen.observe(box);
}
