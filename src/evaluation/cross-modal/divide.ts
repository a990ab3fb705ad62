import { InvalidArgumentError } from '../../core/errors.ts';
import { RandomState } from '../../core/random/random-state.ts';

/** Who is what in one partition of pairs: numbers of rows. */
export interface CrossModalPartition {
  readonly queries: Uint32Array;
  readonly database: Uint32Array;
  /** Pairs whose labels a method may use. */
  readonly labelled: Uint32Array;
  /** Pairs that a method may look at without labels and that are in no database: none in the standard protocol. */
  readonly unlabelled: Uint32Array;
}

/** What dividing pairs takes. */
export interface DivideCrossModal {
  /** Number of labelled pairs, T. */
  readonly supervision: number;
  readonly queries: number;
  /** Pairs of a database that is held out of learning; without it all pairs but the queries are searched. */
  readonly database?: number | undefined;
  readonly seed: number;
}

/**
 * Draws queries, database and labelled pairs, in this order, from one random order of the pairs.
 * Without `database` all pairs but the queries are searched, the labelled ones among them, as Moran and
 * Lavrenko have it. With it the database is drawn apart, and what is neither query, database nor labelled
 * is there without labels. Pairs of one group are either all queries or none, all in the database or none
 * where it is held out, so that there may be fewer of either than asked for. Partitions of one seed have the same queries and database for every supervision.
 *
 * @param groups - the group of each pair, as of variants of one thing; null if each is its own.
 * @throws InvalidArgumentError if there are too few pairs, or labels of one class alone.
 */
export function divideCrossModal(
  labels: Int32Array,
  groups: Int32Array | null,
  { supervision, queries: asked, database: held, seed }: DivideCrossModal,
): CrossModalPartition {
  const order = randomGroups(labels.length, groups, new RandomState(seed));
  const queries = take(order, asked, 'queries');
  const database = held === undefined ? order.flat() : take(order, held, 'database');
  const rest = held === undefined ? database : order.flat();
  if (database.length === 0) {
    throw new InvalidArgumentError(
      `queries must leave pairs to search: at most ${labels.length - 1} of them, not ${asked}`,
    );
  }
  if (supervision > rest.length) {
    throw new InvalidArgumentError(
      `supervision must be at most ${rest.length}, the pairs to draw from, not ${supervision}`,
    );
  }
  const labelled = rest.slice(0, supervision);
  if (labelled.every((row) => labels[row] === labels[labelled[0]])) {
    throw new InvalidArgumentError(
      `supervision must give labelled pairs of two classes or more, but its ${supervision} are of one`,
    );
  }
  const unlabelled = held === undefined ? [] : rest.slice(supervision);
  const sorted = (rows: readonly number[]) => Uint32Array.from(rows).sort();
  return {
    queries: sorted(queries),
    database: sorted(database),
    labelled: Uint32Array.from(labelled),
    unlabelled: sorted(unlabelled),
  };
}

/** Rows by group, groups in a random order. */
function randomGroups(rows: number, groups: Int32Array | null, random: RandomState): number[][] {
  const members = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const group = groups ? groups[row] : row;
    const own = members.get(group);
    if (own) own.push(row);
    else members.set(group, [row]);
  }
  const all = [...members.values()];
  return Array.from(random.permutation(all.length), (i) => all[i]);
}

/**
 * Takes whole groups out of `order`, passing over those that are too large for what is left to take: `count`
 * rows, or fewer where only larger groups are left.
 */
function take(order: number[][], count: number, what: string): number[] {
  const most = order.reduce((sum, group) => sum + group.length, 0);
  if (count > most) {
    throw new InvalidArgumentError(
      `${what} must be at most ${most}, the pairs that can be drawn, not ${count}`,
    );
  }
  const taken: number[] = [];
  const left: number[][] = [];
  for (const group of order) {
    if (taken.length + group.length <= count) taken.push(...group);
    else left.push(group);
  }
  if (taken.length === 0) {
    throw new InvalidArgumentError(
      `${what} must be at least ${Math.min(...order.map((group) => group.length))}, the pairs of the smallest ` +
        `group, not ${count}`,
    );
  }
  order.splice(0, order.length, ...left);
  return taken;
}
