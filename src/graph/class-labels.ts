import { InvalidArgumentError } from '../core/errors.ts';

/** How refined bits are blended with the old ones; see `regulariseByClass`. */
export const UPDATE_RULES = ['paper', 'tutorial'] as const;
export type UpdateRule = (typeof UPDATE_RULES)[number];

/** Sums nearer to 0 than this share of their scale are exact ties that rounding has hidden. */
const TIE = 1e-12;

/** One step of graph regularisation. */
export interface GraphStep {
  /** rows x bits, -1 or +1: the bits to smooth. */
  readonly signs: Int8Array;
  /** rows x bits, -1 or +1: the bits of the first hyperplanes (L0). */
  readonly initial: Int8Array;
  readonly bits: number;
  /** One class label a row: two points are neighbours iff their labels are equal. */
  readonly labels: Int32Array;
  /** Weight of the neighbours' bits, 0..1. */
  readonly alpha: number;
  readonly rule: UpdateRule;
}

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
export function regulariseByClass(step: GraphStep): Int8Array {
  const { signs, initial, bits, labels, alpha, rule } = step;
  const rows = labels.length;
  if (signs.length !== rows * bits || initial.length !== rows * bits) {
    throw new InvalidArgumentError(
      `${rows} labels and ${bits} bits need ${rows * bits} signs, not ${signs.length}`,
    );
  }
  const classes = classOfRow(labels);
  const { sums, sizes } = classBitSums(signs, bits, classes);
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
function blendedSign(alpha: number, a: number, b: number, scale: number): 1 | -1 {
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

/** Sum of every bit over every class (classes x bits), and the sizes of the classes. */
function classBitSums(
  signs: Int8Array,
  bits: number,
  classes: Uint32Array,
): { sums: Int32Array; sizes: Uint32Array } {
  let count = 0;
  for (const c of classes) count = Math.max(count, c + 1);
  const sums = new Int32Array(count * bits);
  const sizes = new Uint32Array(count);
  for (let i = 0; i < classes.length; i++) {
    const own = classes[i] * bits;
    sizes[classes[i]]++;
    for (let j = 0; j < bits; j++) sums[own + j] += signs[i * bits + j];
  }
  return { sums, sizes };
}
