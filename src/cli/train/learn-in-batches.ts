import type { Matrix } from '../../core/matrix.ts';
import { pause } from '../../core/next-task.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { GraphRegularisedHashing } from '../../models/graph-regularised-hashing.ts';
import { codeChanges } from '../../models/streaming/code-changes.ts';
import type { Property } from '../output/properties.ts';

/** Points that are learned between looks at signals: some tenths of a second. */
const BATCH = 1000;
/** Points whose codes are compared with those of the model before: shares are within .03. */
const COMPARED = 1000;

/** How far a stream came with a dataset. */
export interface LearnedInBatches {
  readonly learned: number;
  /** Whether all points were learned, and no signal ended it. */
  readonly isWhole: boolean;
  readonly summary: readonly Property[];
}

/**
 * Gives a dataset to a hasher with a stream, and makes a version of all that it has learned by then.
 *
 * @throws the signal's reason where it was aborted before anything was learned.
 */
export async function learnInBatches(
  hasher: GraphRegularisedHashing,
  { points, labels }: Dataset,
  job: {
    readonly onProgress: (what: string, share: number) => void;
    readonly signal: AbortSignal;
  },
): Promise<LearnedInBatches> {
  const { onProgress, signal } = job;
  const { rows } = points;
  let learned = 0;
  signal.throwIfAborted();
  const before = hasher.version > 0 ? hasher.frozen() : null;
  while (learned < rows && !signal.aborted) {
    const end = Math.min(rows, learned + BATCH);
    await hasher.partialFit(points.slice(learned, end), labels.subarray(learned, end));
    learned = end;
    onProgress('learning', learned / rows);
    await pause();
  }
  const { version, seen } = hasher.catchUp();
  const summary: Property[] = [
    ['learned', `${learned.toLocaleString('en-US')} of ${rows.toLocaleString('en-US')} points`],
    ['seen', `${seen.toLocaleString('en-US')} points in all`],
    ['version', version.toLocaleString('en-US')],
  ];
  if (before) {
    summary.push(['codes changed', changesText(before, hasher, points)]);
    before.dispose();
  }
  return { learned, isWhole: learned === rows, summary };
}

/** What the model before, and codes that it made, would tell otherwise: on the rows that were learned. */
function changesText(
  before: GraphRegularisedHashing,
  after: GraphRegularisedHashing,
  points: Matrix,
): string {
  const some = points.slice(0, Math.min(points.rows, COMPARED));
  const [was, is] = [before.encode(some).toSigns(), after.encode(some).toSigns()];
  const changes = codeChanges(was, is, new Float64Array(some.rows).fill(1));
  if (changes.codes === 0) return 'none of these rows, against the model before';
  const [codes, bits] = [changes.codes, changes.bits].map(
    (share) => `${(100 * share).toFixed(1)}%`,
  );
  return `${codes} of these rows, ${bits} of the bits, against the model before: encode anew`;
}
