import { InvalidArgumentError } from '../../core/errors.ts';
import { RandomState } from '../../core/random/random-state.ts';

/** When classes come: from so many points on. */
export interface Arrival {
  readonly after: number;
  /** Those that come then. */
  readonly classes: readonly number[];
}

/** Who is what in one stream: rows of the dataset. */
export interface StreamDivision {
  readonly arrivals: readonly Arrival[];
  readonly queries: Uint32Array;
  /** Never seen by a learner. */
  readonly database: Uint32Array;
  /** What learners may look at without labels; the stream is drawn from it. */
  readonly pool: Uint32Array;
  /** In order. */
  readonly stream: Uint32Array;
}

/** A database of more points gives the same figures in more time. */
const MOST_DATABASE = 10_000;
/** The pool has more than the stream, so that early classes are not used up. */
const POOL_A_POINT = 15 / 14;
/** Of what the pool does not need the database has half, or so much if that is more. */
const DATABASE_A_POINT = 2 / 7;

/**
 * Half of the classes (the lower labels) are there from the start, the others but one come after 3/7
 * of the points, the last after 5/7. Points are drawn at random, without repetition, from all of the
 * classes that have come.
 *
 * @throws InvalidArgumentError if there are fewer than three classes, or too few points.
 */
export function divideStream(
  labels: Int32Array,
  { points, queries: asked, seed }: { points: number; queries: number; seed: number },
): StreamDivision {
  const arrivals = arrivalsOf(labels, points);
  const inPool = Math.ceil(points * POOL_A_POINT);
  const spare = labels.length - asked - inPool;
  const wanted = Math.max(Math.floor(spare / 2), Math.ceil(points * DATABASE_A_POINT));
  const inDatabase = Math.min(MOST_DATABASE, spare, wanted);
  if (inDatabase < 1) {
    throw new InvalidArgumentError(
      `${labels.length} points are too few for a stream of ${points}, ${asked} queries and a ` +
        'database: give fewer --points or --queries',
    );
  }
  const random = new RandomState(seed);
  const order = random.permutation(labels.length);
  const pool = order.slice(asked + inDatabase);
  const stream: number[] = [];
  let rest = [...pool];
  let present: number[] = [];
  for (const [i, { classes }] of arrivals.entries()) {
    present = [...present, ...classes];
    const end = arrivals[i + 1]?.after ?? points;
    const open = new Set(present);
    const candidates = rest.filter((row) => open.has(labels[row]));
    const drawn = random.permutation(candidates.length).subarray(0, end - stream.length);
    const used = new Set(Array.from(drawn, (at) => candidates[at]));
    stream.push(...used);
    if (stream.length < end) {
      throw new InvalidArgumentError(
        `classes ${present.join(', ')} have too few points for the first ${end} of the stream: give ` +
          'fewer --points',
      );
    }
    rest = rest.filter((row) => !used.has(row));
  }
  return {
    arrivals,
    queries: order.slice(0, asked),
    database: order.slice(asked, asked + inDatabase),
    pool,
    stream: Uint32Array.from(stream),
  };
}

function arrivalsOf(labels: Int32Array, points: number): Arrival[] {
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  if (classes.length < 3) {
    throw new InvalidArgumentError(
      `a stream whose classes come one after another needs three classes, not ${classes.length}`,
    );
  }
  const first = Math.ceil(classes.length / 2);
  return [
    { after: 0, classes: classes.slice(0, first) },
    { after: Math.round((points * 3) / 7), classes: classes.slice(first, -1) },
    { after: Math.round((points * 5) / 7), classes: classes.slice(-1) },
  ].filter((arrival) => arrival.classes.length > 0);
}
