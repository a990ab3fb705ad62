/** Before so much is known of how fast the work is, no time left is told. */
const MIN_SECONDS = 3;
const MIN_SHARE = 0.02;

/**
 * How long work will still take, from the share that is done: as fast as since the beginning of its
 * part. A share that falls begins a new part.
 */
export class TimeLeft {
  #since: { seconds: number; share: number } | null = null;
  #last = 0;

  /**
   * Seconds left, or null while too little is known.
   *
   * @param seconds - by any clock that never goes back.
   */
  at(seconds: number, share: number): number | null {
    if (!this.#since || share < this.#last) this.#since = { seconds, share };
    this.#last = share;
    const took = seconds - this.#since.seconds;
    const done = share - this.#since.share;
    if (took < MIN_SECONDS || done < MIN_SHARE) return null;
    return (took / done) * Math.max(0, 1 - share);
  }
}

/** As people say it: 40 s, 3 min, 2 h 10 min. */
export function timeText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}
