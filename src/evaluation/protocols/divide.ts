import { InvalidArgumentError } from '../../core/errors.ts';
import type { RandomState } from '../../core/random/random-state.ts';

/** Rows of each class, ascending, classes by ascending label. */
export function rowsByClass(labels: Int32Array): Map<number, number[]> {
  const classes = new Map<number, number[]>();
  for (const label of [...new Set(labels)].sort((a, b) => a - b)) classes.set(label, []);
  labels.forEach((label, row) => {
    classes.get(label)!.push(row);
  });
  return classes;
}

/** `count` random rows of each class. */
export function drawPerClass(
  classes: ReadonlyMap<number, readonly number[]>,
  count: number,
  random: RandomState,
): Uint32Array {
  const drawn = [...classes].flatMap(([label, rows]) => {
    if (rows.length <= count) {
      throw new InvalidArgumentError(
        `queries-per-class must leave points of every class, but class ${label} has ` +
          `${rows.length} points for ${count} queries`,
      );
    }
    return Array.from(random.permutation(rows.length).subarray(0, count), (i) => rows[i]);
  });
  return Uint32Array.from(drawn);
}

/** The rows 0 to n - 1 that are not in `taken`, ascending. */
export function others(n: number, taken: Uint32Array): Uint32Array {
  const isTaken = new Uint8Array(n);
  for (const row of taken) isTaken[row] = 1;
  return Uint32Array.from({ length: n }, (_, row) => row).filter((row) => isTaken[row] === 0);
}

/** The first `count` of `rows` in a random order, of two classes at least. */
export function drawLabelled(
  rows: Uint32Array,
  count: number,
  labels: Int32Array,
  random: RandomState,
): Uint32Array {
  if (count > rows.length) {
    throw new InvalidArgumentError(
      `supervision must be at most ${rows.length}, the points to draw from, not ${count}`,
    );
  }
  const order = random.permutation(rows.length);
  const drawn = order.slice(0, count).map((i) => rows[i]);
  if (drawn.every((row) => labels[row] === labels[drawn[0]])) {
    throw new InvalidArgumentError(
      `supervision must give labelled points of two classes or more, but its ${count} are of one`,
    );
  }
  return drawn;
}
