import { degreesOf, directionOf, turnBetween, type Vector } from '../../parts/plane-geometry.ts';

const MILLIS = 800;

/**
 * Turns directions into others, along the shortest way, while the reader looks on; at once where
 * motion is not wanted.
 */
export class Swing {
  readonly #draw: (directions: readonly Vector[]) => void;
  #shown: number[] = [];
  #frame = 0;

  constructor(draw: (directions: readonly Vector[]) => void) {
    this.#draw = draw;
  }

  /** The first call, and calls for other numbers of directions, draw them as they are. */
  to(directions: readonly Vector[]): void {
    cancelAnimationFrame(this.#frame);
    const from = this.#shown;
    const goal = directions.map(degreesOf);
    const turns = goal.map((degrees, i) => turnBetween(from[i] ?? degrees, degrees));
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (isStill || turns.every((turn) => Math.abs(turn) < 0.01)) {
      this.#show(goal);
      return;
    }
    let start: number | null = null;
    const step = (now: number) => {
      start ??= now;
      const share = Math.min(1, (now - start) / MILLIS);
      this.#show(goal.map((degrees, i) => degrees - turns[i] * (1 - eased(share))));
      if (share < 1) this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  #show(degrees: number[]): void {
    this.#shown = degrees;
    this.#draw(degrees.map(directionOf));
  }
}

/** Starts and ends slowly. */
export function eased(share: number): number {
  return share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2;
}
