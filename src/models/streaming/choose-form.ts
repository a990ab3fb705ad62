import { averagePrecision } from '../../core/average-precision.ts';
import { HarmonicNumbers } from '../../core/harmonic-numbers.ts';
import { HashCodes, wordsFor } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import { addProbabilities } from '../../features/composed/links.ts';
import type { Kernels } from '../../kernels/api.ts';
import { type CodeForm, formHyperplanes } from './code-form.ts';
import type { ScoredPoints } from './recent-scores.ts';

/** Where a stream begins, whose points have told nothing yet. */
export const FIRST_FORM: CodeForm = { scale: 4, neutral: 0.1 };
/** Scales are powers of two between these. */
const LEAST_SCALE = 1;
const MOST_SCALE = 64;
/** Weights of the neutral codeword. */
const NEUTRALS: readonly number[] = [0, 0.1, 0.2];
/** Points that are searched for among all of them. */
const QUERIES = 200;
/** Fewer points tell nothing. */
const LEAST_POINTS = 100;

/**
 * The form of codes, of the one that there is and those one step from it, by which points that were not
 * learned from find others of their class best: by the mean average precision of 200 of them among all. A
 * change must gain more than the standard error of its differences over queries.
 *
 * Cost: five times points x (classes x bits multiply-adds + 200 distances).
 *
 * @param scored - in random order.
 * @param codewords - classes x bits, -1 or +1.
 * @param b - the codeword of no class.
 */
export function chooseForm(
  kernels: Kernels,
  scored: ScoredPoints,
  codewords: Int8Array,
  b: Int8Array,
  present: CodeForm,
): CodeForm {
  if (scored.places.length < LEAST_POINTS) return present;
  const judge = (form: CodeForm) =>
    averagePrecisions(
      kernels,
      scored.places,
      formCodes(kernels, scored.scores, codewords, b, form),
    );
  const now = judge(present);
  let best = present;
  let most = 0;
  for (const form of neighbours(present)) {
    const gain = sureGain(now, judge(form));
    if (gain <= most) continue;
    best = form;
    most = gain;
  }
  return best;
}

/** Whether there is such a form. */
export function isForm({ scale, neutral }: CodeForm): boolean {
  return (
    Number.isInteger(Math.log2(scale)) &&
    scale >= LEAST_SCALE &&
    scale <= MOST_SCALE &&
    NEUTRALS.includes(neutral)
  );
}

function neighbours({ scale, neutral }: CodeForm): CodeForm[] {
  const at = NEUTRALS.indexOf(neutral);
  return [
    { scale: 2 * scale, neutral },
    { scale: scale / 2, neutral },
    { scale, neutral: NEUTRALS[at + 1] },
    { scale, neutral: NEUTRALS[at - 1] },
  ].filter(isForm);
}

/** Codes of points of which the scores are known, as the hasher makes them. */
function formCodes(
  kernels: Kernels,
  { data, rows, cols: classes }: Matrix,
  codewords: Int8Array,
  b: Int8Array,
  form: CodeForm,
): HashCodes {
  const roots = new Float32Array(data.length);
  const { scale } = form;
  addProbabilities(data, rows, classes, { scale, share: 1, link: 'softmax' }, roots);
  for (let i = 0; i < roots.length; i++) roots[i] = Math.sqrt(roots[i]);
  const { hyperplanes, offsets } = formHyperplanes(codewords, b, form);
  const words = new Uint32Array(rows * wordsFor(b.length));
  const projector = kernels.createProjector(hyperplanes, offsets);
  try {
    projector.encode(roots, rows, words);
  } finally {
    projector.dispose();
  }
  return new HashCodes(words, rows, b.length);
}

/** Of the first points, each among all others; null where no other is of its class. */
function averagePrecisions(
  kernels: Kernels,
  places: Uint32Array,
  codes: HashCodes,
): (number | null)[] {
  const count = Math.min(QUERIES, codes.count);
  const bins = codes.bits + 1;
  const labels = Int32Array.from(places);
  const total = new Uint32Array(count * bins);
  const relevant = new Uint32Array(count * bins);
  const stored = kernels.createCodes(codes);
  try {
    const queries = codes.words.subarray(0, count * wordsFor(codes.bits));
    stored.addDistanceHistograms(
      queries,
      count,
      labels.subarray(0, count),
      labels,
      total,
      relevant,
    );
  } finally {
    stored.dispose();
  }
  const harmonic = new HarmonicNumbers();
  return Array.from({ length: count }, (_, i) => {
    // A point is at distance 0 from itself.
    total[i * bins]--;
    relevant[i * bins]--;
    const own = [total, relevant].map((all) => all.subarray(i * bins, (i + 1) * bins));
    return averagePrecision(own[0], own[1], Number.POSITIVE_INFINITY, harmonic);
  });
}

/** The mean of the differences less its standard error. */
function sureGain(before: readonly (number | null)[], after: readonly (number | null)[]): number {
  const differences = after.flatMap((value, i) => {
    const was = before[i];
    return value === null || was === null ? [] : [value - was];
  });
  const count = differences.length;
  if (count < 2) return 0;
  const mean = differences.reduce((sum, value) => sum + value, 0) / count;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean - Math.sqrt(squares / (count - 1) / count);
}
