// What reaches somebody who does not look: a tone, a buzz; and the screen that stays awake. All of it may be missing.

let audio = null;
let lock = null;

/** Browsers let a page sound only from within a tap. */
export function allowSound() {
  audio ??= window.AudioContext ? new AudioContext() : null;
  audio?.resume();
}

export function tone(hertz, seconds = 0.15) {
  if (!audio) return;
  const [source, volume] = [audio.createOscillator(), audio.createGain()];
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0.2, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + seconds);
  source.connect(volume).connect(audio.destination);
  source.start();
  source.stop(audio.currentTime + seconds);
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
