import type { Bit } from '../../../evaluation/walkthrough/bit.ts';
import type { Story } from '../../../evaluation/walkthrough/story.ts';
import { ExactSearch } from '../../../search/exact-search.ts';
import type { LabState } from '../lab.ts';
import { storyOf } from '../stories.ts';

/** Which two rows span the plane. */
export interface SliceParameters {
  readonly row: number;
  /** Null: the row that is nearest to the first by cosine. */
  readonly other: number | null;
}

/** What the plane through the origin and two points is made of; see `sliceOf` of the page. */
export interface SliceResult {
  readonly rows: readonly [SlicePoint, SlicePoint];
  /** The dot product of the two points, as they are hashed. */
  readonly dot: number;
}

export interface SlicePoint {
  readonly row: number;
  readonly label: number;
  readonly name: string;
  /** Its L2 norm, as it is hashed. */
  readonly length: number;
  readonly projections: readonly number[];
  readonly bits: readonly Bit[];
}

/** Two rows with their projections on the hyperplanes, which give the plane in which both lie. */
export async function slice(lab: LabState, given: SliceParameters): Promise<SliceResult> {
  const story = await storyOf(lab, given.row);
  const { points, lsh, codes } = story;
  const { row } = story.settings;
  const second = given.other ?? (await nearestTo(lab, story, row));
  const pair = points.selectRows([row, second]);
  const projections = lsh.projections(pair);
  const point = (place: 0 | 1): SlicePoint => ({
    ...story.named([row, second][place]),
    length: Math.sqrt(dotProduct(pair.row(place), pair.row(place))),
    projections: Array.from(projections.row(place)),
    bits: Array.from({ length: lsh.bits }, (_, j) => codes.bit([row, second][place], j)),
  });
  return { rows: [point(0), point(1)], dot: dotProduct(pair.row(0), pair.row(1)) };
}

/** The other row of the largest cosine. */
async function nearestTo(lab: LabState, { points }: Story, row: number): Promise<number> {
  const exact = await lab.once(
    'exact search of all rows',
    () => new ExactSearch(lab.kernels, points),
  );
  const { rows } = exact.nearest(points.row(row), 2);
  // Of two equal rows the other one may come first.
  return rows[0] === row ? rows[1] : rows[0];
}

function dotProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d];
  return sum;
}
