import { checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { MAX_BITS } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import { runsOfRows, type Steps } from '../../core/steps.ts';
import type { Kernels, Metric } from '../../kernels/api.ts';
import { BITS_PER_DIMENSION, type BitsPerDimension } from '../../kernels/quantised/api.ts';
import { rotatedDimensions } from '../../kernels/quantised/layout.ts';
import { RandomRotations } from '../../models/random-rotations.ts';
import { BatchMeans } from '../../preparation/batch-means.ts';
import type { CodeForm } from './code-form.ts';
import type { Moment } from './contents.ts';
import { EstimatedForm } from './estimated/estimated-form.ts';
import { TableForm } from './hamming/table-form.ts';
import { TableHashers } from './hamming/table-hashers.ts';
import { type BitsChoice, chooseBits } from './recall/choose-bits.ts';
import { CODE_FORMS, type CodeFormName, type HashIndexOptions } from './types.ts';

/** By what an index makes codes, once it has vectors: plain data, which is saved with it. */
export interface FormSettings {
  readonly codes: CodeFormName;
  readonly metric: Metric;
  /** Null where they are chosen by a sample of the vectors. */
  readonly bitsPerDimension: BitsPerDimension | null;
  readonly bits: number | null;
  readonly seed: number;
}

/** The same once the bits a dimension are chosen. */
export interface CodedSettings extends FormSettings {
  readonly bitsPerDimension: BitsPerDimension;
}

/** Length of Hamming codes where no hasher is given. */
const HAMMING_BITS = 256;
/** Of estimated codes. */
const FEWEST_BITS = 32;
/** So many vectors tell the mean as well as all of them. */
const SAMPLE = 2 ** 14;

/** @throws InvalidArgumentError for an option that is wrong or does not fit the others. */
export function formSettings(options: HashIndexOptions, metric: Metric): FormSettings {
  const { hasher, bitsPerDimension, bits, seed } = options;
  const { codes = defaultCodes(options) } = options;
  if (!CODE_FORMS.includes(codes)) refuse('codes', `one of ${CODE_FORMS.join(', ')}`, codes);
  if (hasher !== undefined) {
    if (codes === 'estimated') {
      throw new InvalidArgumentError(
        "codes: 'estimated' rotates vectors by itself: leave out the hasher, or choose codes: 'hamming'",
      );
    }
    const other = Object.entries({ bits, seed }).find(([, value]) => value !== undefined);
    if (other) throw new InvalidArgumentError(`${other[0]} is the hasher's own where one is given`);
  }
  if (bitsPerDimension !== undefined) {
    if (codes === 'hamming') {
      throw new InvalidArgumentError("bitsPerDimension is of codes: 'estimated'; give bits");
    }
    if (!BITS_PER_DIMENSION.includes(bitsPerDimension)) {
      refuse('bitsPerDimension', `one of ${BITS_PER_DIMENSION.join(', ')}`, bitsPerDimension);
    }
  }
  const fewest = codes === 'hamming' ? 1 : FEWEST_BITS * (bitsPerDimension ?? 1);
  if (bits !== undefined) checkWhole(`bits of codes ${codes}`, bits, fewest, MAX_BITS);
  if (seed !== undefined) checkWhole('seed', seed, 0, 2 ** 32 - 1);
  const isChosen = codes === 'estimated' && bits === undefined;
  return {
    ...{ codes, metric, bitsPerDimension: bitsPerDimension ?? (isChosen ? null : 1) },
    ...{ bits: bits ?? null, seed: seed ?? 0 },
  };
}

/** Estimated ones have 32 bits at least. */
function defaultCodes({ hasher, bits }: HashIndexOptions): CodeFormName {
  return hasher === undefined && (bits ?? FEWEST_BITS) >= FEWEST_BITS ? 'estimated' : 'hamming';
}

/** The form of an index whose hashers are given. */
export function formOfHashers(
  kernels: Kernels,
  hasher: HashIndexOptions['hasher'],
  version = 1,
): TableForm {
  return new TableForm(kernels, new TableHashers(hasher as NonNullable<typeof hasher>), version);
}

/**
 * A form about the mean of vectors; of a sample of them where they are many.
 *
 * @param size - how many vectors they stand for.
 * @param choice - by what bits a dimension are chosen where they are not given.
 */
export function* formAbout(
  kernels: Kernels,
  settings: FormSettings,
  vectors: Matrix,
  size: number,
  choice: BitsChoice,
): Steps<CodeForm> {
  const sample = sampleOf(vectors);
  yield;
  const { codes, metric, bits, seed } = settings;
  if (codes === 'hamming') {
    // The length of a vector counts by the other metrics.
    const normalise = metric === 'cosine';
    const hasher = new RandomRotations({ kernels, bits: bits ?? HAMMING_BITS, seed, normalise });
    return formOfHashers(kernels, hasher.fitSync(sample));
  }
  const means = new BatchMeans(kernels, metric === 'cosine');
  for (const [first, end] of runsOfRows(sample.rows, sample.cols)) {
    means.add(sample.slice(first, end));
    yield;
  }
  const mean = means.mean();
  const formOf = (bitsPerDimension: BitsPerDimension) => {
    const state = estimatedState({ ...settings, bitsPerDimension }, vectors.cols, mean);
    return new EstimatedForm(kernels, state, size);
  };
  const given = settings.bitsPerDimension;
  return formOf(given ?? (yield* chooseBits(kernels, sample, choice, formOf)));
}

/**
 * A form of the same settings to code vectors anew: of other hashers, or about the vectors there are
 * now. Null if there are none.
 *
 * @throws InvalidArgumentError if the hasher does not fit, is missing or is too much.
 */
export function* formAnew(
  kernels: Kernels,
  settings: FormSettings,
  { form, snapshot }: Moment,
  hasher: HashIndexOptions['hasher'],
  choice: BitsChoice,
): Steps<CodeForm | null> {
  if (settings.codes === 'estimated') {
    if (hasher !== undefined) {
      throw new InvalidArgumentError("an index of codes: 'estimated' has no hasher: leave it out");
    }
    const vectors = yield* snapshot.sample(SAMPLE);
    return vectors && (yield* formAbout(kernels, settings, vectors, snapshot.size, choice));
  }
  if (hasher === undefined) {
    throw new InvalidArgumentError("give a hasher for an index of codes: 'hamming'");
  }
  const next = formOfHashers(kernels, hasher, versionAfter(form));
  if (form && next.dimensions !== form.dimensions) {
    throw new InvalidArgumentError(
      `the hasher has ${next.dimensions} dimensions where the index has ${form.dimensions}`,
    );
  }
  return next;
}

/** The version of hashers that take the place of those of a form. */
export function versionAfter(form: CodeForm | null): number {
  return form instanceof TableForm ? form.version + 1 : 1;
}

/** What `EstimatedForm` is made of. */
export function estimatedState(
  { metric, bitsPerDimension, bits, seed }: CodedSettings,
  dimensions: number,
  centre: Float32Array,
) {
  const all = rotatedDimensions(dimensions, bitsPerDimension);
  const room = bits === null ? all : Math.floor(bits / bitsPerDimension / 32) * 32;
  const codedDimensions = Math.min(all, room);
  return { metric, dimensions, bitsPerDimension, codedDimensions, seed, centres: centre };
}

/**
 * Whether the centre is that of few vectors, and many were added since: codes are made anew then, which
 * keeps the cost of an added vector constant on average.
 */
export function isOutgrown(form: CodeForm, size: number): boolean {
  return size >= outgrownAt(form);
}

/** So many vectors outgrow a form. */
export function outgrownAt(form: CodeForm): number {
  const isOfFew = form instanceof EstimatedForm && form.centredOn < SAMPLE;
  return isOfFew ? 2 * form.centredOn : Number.POSITIVE_INFINITY;
}

/** Evenly spaced rows. */
function sampleOf(vectors: Matrix): Matrix {
  if (vectors.rows <= SAMPLE) return vectors;
  const step = vectors.rows / SAMPLE;
  return vectors.selectRows(Array.from({ length: SAMPLE }, (_, i) => Math.floor(i * step)));
}
