import { plainDigits } from "./digits.js";

// Weights as they come: small steps where they are small. Pure, with no page.
const stepAt = (kilograms) => (kilograms < 5 ? 0.5 : kilograms < 20 ? 1 : 2.5);
const MOST = 500;

/** The text of a weight one step up (1) or down (-1); what is no number begins at 0. */
export function stepped(text, way) {
  const now = Number.parseFloat(plainDigits(text).replace(/[,٫]/, ".")) || 0;
  const step = stepAt(way > 0 ? now : now - 0.01);
  const next = way > 0 ? Math.floor(now / step + 1e-9) * step + step : Math.ceil(now / step - 1e-9) * step - step;
  return String(Math.min(Math.max(next, 0), MOST));
}
