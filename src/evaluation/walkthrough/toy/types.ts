import type { UpdateRule } from '../../../graph/class-labels.ts';
import type { Bit } from '../bit.ts';

/** What of the toy example may be changed. */
export interface ToySettings {
  /** Weight of the neighbours' bits, 0..1. */
  readonly alpha: number;
  /** Rounds of the two steps, 1..10. */
  readonly iterations: number;
  /** How bits are blended; see `regulariseByGraph`. */
  readonly rule: UpdateRule;
  /** C of the SVMs. */
  readonly cost: number;
}

/** Six images in the plane, two classes, three hyperplanes. */
export interface ToyExample {
  readonly settings: ToySettings;
  readonly images: readonly ToyImage[];
  /** Pairs of images that are alike, by their places in `images`. */
  readonly edges: readonly (readonly [number, number])[];
  /** 6 x 6: 1 where two images are alike, and for each with itself. */
  readonly adjacency: readonly (readonly Bit[])[];
  /** Row sums of the adjacency matrix. */
  readonly degrees: readonly number[];
  /** D^-1 S: each row divided by its sum. */
  readonly normalised: readonly (readonly number[])[];
  /** Normals of the random hyperplanes, one a bit. */
  readonly hyperplanes: readonly ToyVector[];
  /** images x bits. */
  readonly initial: readonly (readonly Bit[])[];
  /** The bucket of each image. */
  readonly buckets: readonly number[];
  readonly rounds: readonly ToyRound[];
}

export interface ToyImage {
  /** A to F. */
  readonly name: string;
  readonly kind: 'car' | 'tiger';
  readonly x: number;
  readonly y: number;
}

export type ToyVector = readonly [x: number, y: number];

/** One iteration. */
export interface ToyRound {
  /** From 1. */
  readonly iteration: number;
  /** images x bits. */
  readonly before: readonly (readonly Bit[])[];
  /** D^-1 S L: the neighbours' mean of each bit, as signs from -1 to 1. */
  readonly means: readonly (readonly number[])[];
  /** Bits of which the neighbours are of another opinion, as arithmetic. */
  readonly sums: readonly ToySum[];
  /** Bits after the graph step. */
  readonly smoothed: readonly (readonly Bit[])[];
  readonly flips: number;
  /** Normals of the hyperplanes that were learned from the smoothed bits. */
  readonly hyperplanes: readonly ToyVector[];
  /** How far each turned, in degrees. */
  readonly turned: readonly number[];
  /** Bits that the learned hyperplanes give: what the next iteration starts from. */
  readonly after: readonly (readonly Bit[])[];
  readonly buckets: readonly number[];
  /** Whether nothing changed: neither a bit nor a hyperplane. */
  readonly isSettled: boolean;
}

/** The sum that decides about one bit. */
export interface ToySum {
  /** Place in `images`. */
  readonly image: number;
  /** From 0. */
  readonly bit: number;
  /** One for each neighbour: weight times sign. */
  readonly terms: readonly {
    readonly image: number;
    readonly weight: number;
    readonly sign: 1 | -1;
  }[];
  /** The sum of the terms. */
  readonly mean: number;
  /** What the neighbours say in the blend: the mean (`paper`), or its sign (`tutorial`). */
  readonly opinion: number;
  /** The sign on the other side: of the initial bit (`paper`), or of the bit (`tutorial`). */
  readonly own: 1 | -1;
  /** alpha * opinion + (1 - alpha) * own. */
  readonly blend: number;
  /** The alpha at which the blend is 0: beyond it the bit flips. */
  readonly threshold: number;
  readonly before: Bit;
  readonly after: Bit;
}
