// What reaches somebody who does not look: a tone, a buzz; and the screen that stays awake. All of it may be missing.

let context = null;
let lock = null;

/** Browsers let a page sound only from within a tap. */
export function allowSound() {
  context ??= window.AudioContext ? new AudioContext() : null;
  context?.resume();
}

/** What sounds on this phone; null before a tap allowed it. */
export const audio = () => context;

export function tone(hertz, seconds = 0.15) {
  if (!context) return;
  const [source, volume] = [context.createOscillator(), context.createGain()];
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0.2, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + seconds);
  source.connect(volume).connect(context.destination);
  source.start();
  source.stop(context.currentTime + seconds);
}

export const canBuzz = () => "vibrate" in navigator;

export const buzz = (milliseconds) => navigator.vibrate?.(milliseconds);

/** Keeps the screen awake, or lets it sleep. The browser drops the lock whenever the page is out of sight. */
export async function keepAwake(awake) {
  if (!awake) return release();
  if (lock && !lock.released) return;
  try {
    lock = await navigator.wakeLock?.request("screen");
  } catch { /* battery saver, or not allowed */ }
}

function release() {
  lock?.release();
  lock = null;
}
