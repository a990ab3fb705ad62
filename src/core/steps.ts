import { nextTask } from './next-task.ts';

/**
 * Work in steps of a few milliseconds. It is the same work whoever runs it: at once, or with turns for
 * others between steps.
 */
export type Steps<T> = Generator<void, T, void>;

/** How long steps are run before others have their turn, in ms. */
const TURN = 8;
/** Values of a step that computes with each: half a MiB of float32. */
const STEP_VALUES = 2 ** 17;

/** Runs all steps before it returns. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * Runs steps with turns for waiting tasks between them.
 *
 * @throws the signal's reason once it is aborted; the rest is never done then.
 */
export async function inTurns<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  try {
    signal?.throwIfAborted();
    let start = performance.now();
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      if (performance.now() - start < TURN) continue;
      await nextTask();
      signal?.throwIfAborted();
      start = performance.now();
    }
  } finally {
    // Lets what was broken off give back what it holds.
    steps.return(undefined as T);
  }
}

/** Runs of rows, [first, end), each of which is a step; none of no rows. */
export function* runsOfRows(rows: number, cols: number): Generator<[first: number, end: number]> {
  const step = Math.max(1, Math.floor(STEP_VALUES / cols));
  for (let first = 0; first < rows; first += step) yield [first, Math.min(rows, first + step)];
}
