/** How near a learner came to its goal on one bit. */
export interface BitConvergence {
  readonly bit: number;
  /** Epochs over the points, or iterations of conjugate gradients. */
  readonly epochs: number;
  /**
   * What is compared with the tolerance: the span of the projected gradients of a support vector
   * machine, the residual of a ridge regression over that of the start.
   */
  readonly violation: number;
  /** The tolerance that was last in force. */
  readonly tolerance: number;
  /**
   * (P - D) / P of the primal objective P and the dual one D, float32 rounding apart: the optimum is
   * at least (1 - gap) P. Null for learners that have no dual.
   */
  readonly gap: number | null;
  /** Whether the bit reached both its tolerance and the gap that was asked for. */
  readonly isSolved: boolean;
}

/** How near a learner came to its goal, told by those that have a tolerance. */
export interface Convergence {
  /** Epochs or iterations after which bits are left as they are. */
  readonly maxEpochs: number;
  /** The gap that was asked for; null for learners that have no dual. */
  readonly maxGap: number | null;
  /** One entry a bit, in order; of graph regularised hashing those that were learned. */
  readonly bits: readonly BitConvergence[];
  /** Numbers of the bits that are not solved. */
  readonly missed: readonly number[];
}

/** Convergence of these bits. */
export function convergenceOf(
  bits: readonly BitConvergence[],
  { maxEpochs, maxGap }: Pick<Convergence, 'maxEpochs' | 'maxGap'>,
): Convergence {
  const missed = bits.filter(({ isSolved }) => !isSolved).map(({ bit }) => bit);
  return { maxEpochs, maxGap, bits, missed };
}

/** The same of bits that elsewhere have other numbers: bit j there is `numbers[j]` here. */
export function renumbered(convergence: Convergence, numbers: ArrayLike<number>): Convergence {
  const bits = convergence.bits.map((entry) => ({ ...entry, bit: numbers[entry.bit] }));
  return convergenceOf(bits, convergence);
}

/** Parts of one fit as a whole, in order of their bits; null if there is none. */
export function joined(parts: readonly Convergence[]): Convergence | null {
  if (parts.length === 0) return null;
  const bits = parts.flatMap((part) => part.bits).sort((a, b) => a.bit - b.bit);
  return convergenceOf(bits, parts[0]);
}

/**
 * One line on the bits that missed their goal, with the worst of them; null if none did. Bits are
 * counted from 0, as everywhere.
 */
export function describeMissed(convergence: Convergence): string | null {
  const { bits, missed, maxEpochs, maxGap } = convergence;
  if (missed.length === 0) return null;
  const measure = ({ gap, violation, tolerance }: BitConvergence) => gap ?? violation / tolerance;
  const worst = bits
    .filter(({ isSolved }) => !isSolved)
    .reduce((a, b) => (measure(b) > measure(a) ? b : a));
  const by =
    worst.gap === null || maxGap === null
      ? `a residual of ${short(worst.violation)}, tolerance ${short(worst.tolerance)}`
      : `a duality gap of ${percent(worst.gap)} (${percent(maxGap)} asked for), violation ` +
        `${short(worst.violation)}, tolerance ${short(worst.tolerance)}`;
  const cut = bits.filter(({ isSolved, epochs }) => !isSolved && epochs >= maxEpochs).length;
  const limit = cut > 0 ? `, ${cut} cut off after ${maxEpochs} epochs` : '';
  return `${missed.length} of ${bits.length} bits missed their tolerance${limit}; worst is bit ${worst.bit} with ${by}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(2)));
}

function percent(share: number): string {
  return `${short(share * 100)}%`;
}
