import { checkKernels, checkRange, checkWhole, refuse } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asIntegers } from '../core/given.ts';
import { MAX_BITS } from '../core/hash-codes.ts';
import { checkOptions } from '../core/options.ts';
import type { Kernels } from '../kernels/api.ts';
import { addGroupSums } from '../kernels/learning/kernels.ts';

/** How refined bits are blended with the old ones; see `regulariseByClass`. */
export const UPDATE_RULES = ['paper', 'tutorial'] as const;
export type UpdateRule = (typeof UPDATE_RULES)[number];

/** Throws unless `rule` is one of the update rules. */
export function checkUpdateRule(rule: UpdateRule): void {
  if (!UPDATE_RULES.includes(rule)) {
    refuse('rule', `one of ${UPDATE_RULES.join(', ')}`, rule);
  }
}

/** Sums nearer to 0 than this share of their scale are exact ties that rounding has hidden. */
const TIE = 1e-12;

/** One step of graph regularisation. */
export interface GraphStep {
  /** rows x bits, -1 or +1: the bits to smooth. */
  readonly signs: ArrayLike<number>;
  /** rows x bits, -1 or +1: the bits of the first hyperplanes (L0). */
  readonly initial: ArrayLike<number>;
  readonly bits: number;
  /** One class label a row: two points are neighbours iff their labels are equal. */
  readonly labels: ArrayLike<number>;
  /** Weight of the neighbours' bits, 0..1. */
  readonly alpha: number;
  readonly rule: UpdateRule;
}

/** Signs as the kernels take them. */
export interface Signs {
  readonly signs: Int8Array;
  readonly initial: Int8Array;
}

/** The signs of a step over so many rows; what all steps have in common is checked. */
export function readSigns(
  { signs, initial, bits, alpha, rule }: Omit<GraphStep, 'labels'>,
  rows: number,
): Signs {
  checkWhole('bits', bits, 1, MAX_BITS);
  checkRange('alpha', alpha, 0, 1);
  checkUpdateRule(rule);
  const read = (given: ArrayLike<number>) => {
    const own = asIntegers('signs', given, Int8Array);
    if (own.length === rows * bits) return own;
    throw new InvalidArgumentError(
      `${rows} rows and ${bits} bits need ${rows * bits} signs, not ${own.length}`,
    );
  };
  return { signs: read(signs), initial: read(initial) };
}

/** Names of what all steps have in common. */
export const STEP_NAMES = { signs: 1, initial: 1, bits: 1, alpha: 1, rule: 1 } as const;

/**
 * Graph regularisation over class labels (Moran & Lavrenko, ECIR 2015, step 1): every bit becomes
 * the sign of a blend of its neighbours' mean, S L with S the row-normalised adjacency matrix
 * (each point its own neighbour too), and an older bit. sign(0) = +1.
 *
 * - `paper`: sign(alpha S L + (1 - alpha) L0), L0 the initial bits.
 * - `tutorial`: sign(alpha sign(S L) + (1 - alpha) L), as the tutorial's script has it. Binarising
 *   before the blend means that with alpha < 1/2 no label can ever flip a bit.
 *
 * The graph of class labels is a union of cliques, so S L is one sum per class and bit:
 * O(rows x bits) time, never a rows x rows matrix. Sums are whole numbers: exact ties stay ties.
 *
 * @returns rows x bits, -1 or +1.
 */
export function regulariseByClass(kernels: Kernels, step: GraphStep): Int8Array {
  checkKernels(kernels);
  checkOptions('regulariseByClass', step, { ...STEP_NAMES, labels: 1 });
  const labels = asIntegers('labels', step.labels, Int32Array);
  return smoothByClass(kernels, { ...step, ...readSigns(step, labels.length), labels });
}

/** A step whose arrays are of the types that kernels take. */
type OwnStep = Signs & Omit<GraphStep, 'signs' | 'initial' | 'labels'>;

/** As `regulariseByClass`; checks nothing. */
export function smoothByClass(
  kernels: Kernels,
  step: OwnStep & { readonly labels: Int32Array },
): Int8Array {
  const { signs, initial, bits, labels, alpha, rule } = step;
  const rows = labels.length;
  const classes = classOfRow(labels);
  const sizes = classSizes(classes);
  const sums = new Int32Array(sizes.length * bits);
  addGroupSums(kernels, signs, bits, classes, sums);
  const out = new Int8Array(rows * bits);
  for (let i = 0; i < rows; i++) {
    const own = classes[i] * bits;
    const size = sizes[classes[i]];
    for (let j = 0; j < bits; j++) {
      const at = i * bits + j;
      const sum = sums[own + j];
      out[at] =
        rule === 'paper'
          ? blendedSign(alpha, sum, initial[at] * size, size)
          : blendedSign(alpha, sum >= 0 ? 1 : -1, signs[at], 1);
    }
  }
  return out;
}

/** sign(alpha a + (1 - alpha) b), where |a|, |b| <= scale. */
export function blendedSign(alpha: number, a: number, b: number, scale: number): 1 | -1 {
  return alpha * a + (1 - alpha) * b >= -TIE * scale ? 1 : -1;
}

/** Numbers the classes 0, 1, ... in order of their first row. */
function classOfRow(labels: Int32Array): Uint32Array {
  const numbers = new Map<number, number>();
  return Uint32Array.from(labels, (label) => {
    const known = numbers.get(label);
    if (known !== undefined) return known;
    numbers.set(label, numbers.size);
    return numbers.size - 1;
  });
}

function classSizes(classes: Uint32Array): number[] {
  const sizes: number[] = [];
  for (const c of classes) sizes[c] = (sizes[c] ?? 0) + 1;
  return sizes;
}
