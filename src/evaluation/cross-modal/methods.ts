import type { HashCodes } from '../../core/hash-codes.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { CrossModalHashing } from '../../models/cross-modal/cross-modal-hashing.ts';
import type { CrossModalVariant } from '../../models/cross-modal/options.ts';
import type { CrossModalPairs } from '../../models/cross-modal/pairs.ts';
import type { CrossModalSettings } from '../../models/cross-modal/settings.ts';
import type { FitOptions } from '../../models/fit-options.ts';
import { tuneCrossModal } from '../tuning/tune-cross-modal.ts';
import { probabilitiesOf } from './probabilities.ts';

/** What a cross-modal method may use in one partition; features are raw, as they were given. */
export interface CrossModalInput {
  /** Labelled pairs. */
  readonly texts: Matrix;
  readonly images: Matrix;
  readonly labels: Int32Array;
  /** Pairs whose labels nobody may look at. */
  readonly unlabelled?: { readonly texts: Matrix; readonly images: Matrix } | undefined;
  readonly bits: number;
  readonly seed: number;
  /** What another length chose for the same pairs: it does not depend on the length. */
  readonly chosen?: Partial<CrossModalSettings> | undefined;
  readonly context: FitOptions & { readonly kernels: Kernels };
}

/** Codes of both modalities. */
export interface CrossModalEncoders {
  encodeTexts(texts: Matrix): HashCodes;
  encodeImages(images: Matrix): HashCodes;
  /** Class probabilities, a row for each point, of methods that make their codes from them. */
  readonly probabilities?:
    | { texts(points: Matrix): Matrix; images(points: Matrix): Matrix }
    | undefined;
  /** Settings that another length of the same pairs would choose as well. */
  readonly chosen: Partial<CrossModalSettings>;
  /** Settings that were chosen, for reports. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  dispose(): void;
}

export type CrossModalMethod = (input: CrossModalInput) => Promise<CrossModalEncoders>;

export const CROSS_MODAL_METHODS = ['rcmh', 'cross-kernel', 'cca'] as const;
export type CrossModalMethodName = (typeof CROSS_MODAL_METHODS)[number];

/** Regularised cross-modal hashing as published (Moran and Lavrenko 2015). */
export const rcmh: CrossModalMethod = (input) => fitted('published', input);
/** Graded codes of kernel ridge regression on either side. */
export const crossKernel: CrossModalMethod = (input) => fitted('kernel', input);
/** Canonical correlation analysis and a rotation. */
export const cca: CrossModalMethod = (input) => fitted('cca', input);

/** The methods by name. */
export const CROSS_MODAL_REGISTRY: Readonly<Record<CrossModalMethodName, CrossModalMethod>> = {
  rcmh,
  'cross-kernel': crossKernel,
  cca,
};

/** Parts of the labelled pairs on which settings of `rcmh` and `cca` are judged. */
const FOLDS = 3;
/** Seconds after which no further settings are tried: wide features take minutes for each. */
const TUNE_SECONDS = 300;

/** Settings that one length chooses for all. */
const SHARED = [
  'textScaling',
  'imageScaling',
  'textWidth',
  'imageWidth',
  'textRidge',
  'imageRidge',
  'textSharpness',
  'imageSharpness',
  'alpha',
  'iterations',
  'cost',
  'regularisation',
] as const satisfies readonly (keyof CrossModalSettings)[];

/** What a length chose, by what is told of it. */
export function chosenIn(told: Readonly<Record<string, unknown>>): Partial<CrossModalSettings> {
  return Object.fromEntries(SHARED.flatMap((name) => (name in told ? [[name, told[name]]] : [])));
}

async function fitted(
  variant: CrossModalVariant,
  { texts, images, labels, unlabelled, bits, seed, chosen, context }: CrossModalInput,
): Promise<CrossModalEncoders> {
  const { kernels, onProgress, signal } = context;
  const pairs = { texts, images, labels, unlabelled };
  const settings = chosen ?? (await tuned(variant, pairs, { bits, seed, context }));
  const hasher = new CrossModalHashing({ kernels, bits, seed, variant, settings });
  await hasher.fit(pairs, { onProgress, signal });
  const { training } = hasher.description;
  return {
    chosen: chosenIn(training),
    encodeTexts: (points) => hasher.encodeTexts(points),
    encodeImages: (points) => hasher.encodeImages(points),
    probabilities: probabilitiesOf(kernels, hasher),
    settings: training as CrossModalEncoders['settings'],
    dispose: () => hasher.dispose(),
  };
}

/** Settings by validation; the kernels choose their own while they are fitted. */
async function tuned(
  variant: CrossModalVariant,
  pairs: CrossModalPairs,
  { bits, seed, context }: Pick<CrossModalInput, 'bits' | 'seed' | 'context'>,
): Promise<Partial<CrossModalSettings>> {
  if (variant === 'kernel') return {};
  const { kernels, signal } = context;
  const options = { variant, bits, seed, folds: FOLDS, seconds: TUNE_SECONDS, signal };
  return (await tuneCrossModal(kernels, pairs, options)).best;
}
