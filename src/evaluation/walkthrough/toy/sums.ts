import type { UpdateRule } from '../../../graph/class-labels.ts';
import type { Graph } from '../../../graph/graph.ts';
import type { Bit } from '../bit.ts';
import type { ToySum } from './types.ts';

/** A graph step, before and after. */
interface Smoothing {
  readonly graph: Graph;
  /** rows x bits, as are the others. */
  readonly signs: Int8Array;
  readonly initial: Int8Array;
  readonly smoothed: Int8Array;
  readonly bits: number;
  readonly alpha: number;
  readonly rule: UpdateRule;
}

const sign = (value: number): 1 | -1 => (value >= 0 ? 1 : -1);
const bit = (value: number): Bit => (value === 1 ? 1 : 0);

/** The step as arithmetic: every mean, and the sums of the bits that the neighbours would flip. */
export function sumsOf(step: Smoothing): { means: number[][]; sums: ToySum[] } {
  const { graph, signs, bits } = step;
  const means: number[][] = [];
  const sums: ToySum[] = [];
  for (let image = 0; image < graph.rows; image++) {
    means.push([]);
    for (let j = 0; j < bits; j++) {
      const mean = meanOf(step, image, j);
      means[image].push(mean);
      if (sign(mean) !== signs[image * bits + j]) sums.push(sumOf(step, image, j, mean));
    }
  }
  return { means, sums };
}

/** Of whole numbers, so that it is rounded once. */
function meanOf({ graph, signs, bits }: Smoothing, image: number, j: number): number {
  const neighbours = neighboursOf(graph, image);
  return neighbours.reduce((sum, n) => sum + signs[n * bits + j], 0) / neighbours.length;
}

function sumOf(step: Smoothing, image: number, j: number, mean: number): ToySum {
  const { graph, signs, initial, smoothed, bits, alpha, rule } = step;
  const at = image * bits + j;
  const neighbours = neighboursOf(graph, image);
  const opinion = rule === 'paper' ? mean : sign(mean);
  const own = (rule === 'paper' ? initial : signs)[at] as 1 | -1;
  return {
    image,
    bit: j,
    terms: neighbours.map((n) => ({
      image: n,
      weight: 1 / neighbours.length,
      sign: signs[n * bits + j] as 1 | -1,
    })),
    mean,
    opinion,
    own,
    blend: alpha * opinion + (1 - alpha) * own,
    // Where own and opinion agree, as they may from the second iteration on, any alpha will do.
    threshold: own === sign(opinion) ? 0 : 1 / (1 + Math.abs(opinion)),
    before: bit(signs[at]),
    after: bit(smoothed[at]),
  };
}

function neighboursOf({ offsets, neighbours }: Graph, row: number): number[] {
  return Array.from(neighbours.subarray(offsets[row], offsets[row + 1]));
}
