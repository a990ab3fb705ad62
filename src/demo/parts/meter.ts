/** Frames of the last seconds. */
export interface Frames {
  /** Frames that should have been there. */
  readonly due: number;
  /** Those of them that were left out. */
  readonly dropped: number;
}

/** How far back the meter looks. */
const WINDOW_MS = 10_000;
const TELL_MS = 500;
/** Intervals whose median is taken for that of the display. */
const LEARN = 30;

/**
 * Counts the frames that the page leaves out: gaps between frames that are longer than those of the
 * display, which is the median of the first ones. A page that is hidden has no frames and is not counted.
 *
 * @param tell - told twice a second, once the display's interval is known.
 * @returns what ends it.
 */
export function meterFrames(tell: (frames: Frames) => void): () => void {
  let last: number | null = null;
  let told = 0;
  let learned: number[] = [];
  let interval = 0;
  let gaps: { at: number; frames: number }[] = [];
  let request = requestAnimationFrame(step);

  function step(now: number): void {
    request = requestAnimationFrame(step);
    const gap = last === null ? null : now - last;
    last = document.hidden ? null : now;
    if (gap === null || gap <= 0) return;
    if (learned.length < LEARN) {
      learned.push(gap);
      learned = learned.toSorted((a, b) => a - b);
      interval = learned[learned.length >> 1];
      return;
    }
    gaps.push({ at: now, frames: Math.max(1, Math.round(gap / interval)) });
    if (now - told < TELL_MS) return;
    told = now;
    gaps = gaps.filter(({ at }) => at > now - WINDOW_MS);
    const due = gaps.reduce((sum, { frames }) => sum + frames, 0);
    tell({ due, dropped: due - gaps.length });
  }

  const forget = () => {
    last = null;
  };
  document.addEventListener('visibilitychange', forget);
  return () => {
    cancelAnimationFrame(request);
    document.removeEventListener('visibilitychange', forget);
  };
}
