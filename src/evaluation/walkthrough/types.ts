import type { TutorialSettings } from '../tutorial/settings.ts';
import type { Bit } from './bit.ts';
import type { ToyExample, ToySettings } from './toy/types.ts';

// All of it is plain JSON: a page and a terminal show the same numbers. What is timed is called
// `millis` everywhere and stands apart, since nothing else varies from run to run.

/** Which run is told. */
export interface WalkthroughSettings extends Omit<TutorialSettings, 'bits' | 'maxRadius'> {
  /** Length of the codes, 1..4096. */
  readonly bits: number;
  readonly maxRadius: number;
  /** The row of the dataset whose code is shown. */
  readonly row: number;
  /** Which of the queries of the split is searched for. */
  readonly query: number;
  readonly toy: ToySettings;
}

/** The tutorial's story on a dataset. */
export interface Walkthrough {
  readonly dataset: {
    readonly name: string;
    readonly rows: number;
    readonly dimensions: number;
    readonly classes: number;
  };
  readonly settings: WalkthroughSettings;
  readonly steps: readonly WalkthroughStep[];
}

/** The lines that do what a step tells. */
export interface StepCode {
  /** On the public API; the lines of all steps, one after another, are a module. */
  readonly javascript: string;
  /** The same in Python. */
  readonly numpy: string;
}

interface StepOf<Id extends string, Data> {
  readonly id: Id;
  readonly title: string;
  /** Two or three sentences for readers who have never heard of hashing. */
  readonly text: string;
  readonly code: StepCode;
  readonly data: Data;
}

/** One step of the story; `id` tells what is in `data`. */
export type WalkthroughStep =
  | StepOf<'data', DataStep>
  | StepOf<'hyperplanes', HyperplanesStep>
  | StepOf<'bits', BitsStep>
  | StepOf<'bucket', BucketStep>
  | StepOf<'table', TableStep>
  | StepOf<'split', SplitStep>
  | StepOf<'neighbours', NeighboursStep>
  | StepOf<'lsh', LshStep>
  | StepOf<'grh', GrhStep>
  | StepOf<'comparison', ComparisonStep>
  | StepOf<'toy', ToyExample>;

export type WalkthroughStepId = WalkthroughStep['id'];

/** The step of one id. */
export type WalkthroughStepOf<Id extends WalkthroughStepId> = Extract<
  WalkthroughStep,
  { readonly id: Id }
>;

/** A class of the dataset. */
export interface NamedClass {
  readonly label: number;
  readonly name: string;
}

/** A class, and how many rows are of it. */
export interface NamedClassCount extends NamedClass {
  readonly count: number;
}

/** A row of the dataset and its class. */
export interface NamedRow extends NamedClass {
  readonly row: number;
}

/** Step 1: points as given, normalised, and centred too. */
export interface DataStep {
  readonly rows: number;
  readonly dimensions: number;
  readonly classes: readonly NamedClassCount[];
  readonly stages: readonly PreparationStage[];
}

export interface PreparationStage {
  readonly name: 'as given' | 'normalised' | 'normalised and centred';
  /** L2 norms of all rows. */
  readonly norms: { readonly least: number; readonly mean: number; readonly most: number };
  /** Eight values of the shown row, from the first one on that varies within the dataset. */
  readonly values: readonly number[];
  /** Place of the first of them. */
  readonly from: number;
}

/** Step 2: the random hyperplanes. */
export interface HyperplanesStep {
  readonly bits: number;
  readonly dimensions: number;
  readonly seed: number;
  /** First values of the first hyperplanes, 16 x 6 at most. */
  readonly values: readonly (readonly number[])[];
}

/** Step 3: the sides of the hyperplanes on which one point lies. */
export interface BitsStep extends NamedRow {
  /** One a hyperplane. */
  readonly projections: readonly number[];
  /** 1 where the projection is >= 0. */
  readonly bits: readonly Bit[];
  /** The hyperplane to which the point is nearest, from 0: its bit is the least certain. */
  readonly leastCertain: number;
}

/** Step 4: bits times powers of two. */
export interface BucketStep extends NamedRow {
  readonly bits: readonly Bit[];
  /** 2^(bits - 1) down to 1, as texts: they may be larger than a number holds. */
  readonly powers: readonly string[];
  /** The sum of the powers whose bit is 1. */
  readonly index: string;
}

/** Step 5: all rows in one table. */
export interface TableStep {
  readonly rows: number;
  readonly buckets: number;
  readonly meanSize: number;
  readonly largest: number;
  readonly withTwoOrMore: number;
  /** The bucket of the shown row. */
  readonly own: ShownBucket;
  /** The fullest buckets, five at most. */
  readonly fullest: readonly ShownBucket[];
  /** Of the buckets of 4 to 12 rows one that mostly holds one class, and one that mixes them. */
  readonly good: ShownBucket | null;
  readonly poor: ShownBucket | null;
}

export interface ShownBucket {
  readonly index: string;
  readonly size: number;
  /** Rows of the dataset, the first 12. */
  readonly rows: readonly NamedRow[];
  /** The commonest first. */
  readonly classes: readonly NamedClassCount[];
  /** Share of the commonest class. */
  readonly purity: number;
}

/** Step 6: who asks, who is found, who is learned from. */
export interface SplitStep {
  readonly seed: number;
  readonly parts: readonly SplitPart[];
}

export interface SplitPart {
  readonly name: 'queries' | 'database' | 'train';
  readonly size: number;
  readonly share: number;
  /** The first five. */
  readonly first: readonly NamedRow[];
}

/** Step 7: what one query finds. */
export interface NeighboursStep {
  readonly query: NamedRow & { readonly bits: readonly Bit[]; readonly index: string };
  readonly top: number;
  /** Radii 0 to 3, as far as they go. */
  readonly byRadius: readonly RadiusNeighbours[];
}

export interface RadiusNeighbours {
  readonly radius: number;
  /** Codes within the radius, buckets that exist among them, and the rows in those. */
  readonly codes: number;
  readonly buckets: number;
  readonly candidates: number;
  /** The candidates nearest by cosine, the nearest first. */
  readonly nearest: readonly FoundNeighbour[];
  /** Precision at `top`; null without candidates. */
  readonly precision: number | null;
}

export interface FoundNeighbour extends NamedRow {
  /** Bits in which its code differs from the query's. */
  readonly hamming: number;
  /** 1 - cosine. */
  readonly distance: number;
  /** Whether it has the query's class. */
  readonly isSame: boolean;
}

/** One radius of one method; the time stands apart. */
export interface RadiusPrecision {
  readonly radius: number;
  /** Mean over the queries that found a candidate; null if none did. */
  readonly precisionAtK: number | null;
  /** Mean over all queries; one without candidates counts as 0. */
  readonly precisionAtKEmptyAsZero: number;
  readonly emptyQueries: number;
  readonly meanCandidates: number;
}

/** A method's buckets in the database and its curve. */
export interface MethodCurve {
  readonly name: 'LSH' | 'GRH';
  readonly buckets: number;
  readonly largest: number;
  readonly byRadius: readonly RadiusPrecision[];
}

/** Step 8: all queries, radius by radius. */
export interface LshStep {
  readonly top: number;
  readonly queries: number;
  readonly lsh: MethodCurve;
  /** Exact cosine search of the whole database. */
  readonly exact: { readonly precisionAtK: number };
  readonly millis: {
    /** Of one query, by radius. */
    readonly lsh: readonly number[];
    readonly exact: number;
  };
}

/** Step 9: graph regularisation, once, and the hyperplanes that learn its bits. */
export interface GrhStep {
  readonly train: number;
  readonly alpha: number;
  /** Of the hasher that step 10 measures; here the first one is told. */
  readonly iterations: number;
  readonly learner: string;
  readonly adjacency: {
    /** Ones of the matrix: pairs of one class, each row with itself too. */
    readonly ones: number;
    readonly share: number;
    /** The corner of the first rows, 8 at most. */
    readonly rows: readonly NamedRow[];
    readonly corner: readonly (readonly Bit[])[];
    /** Neighbours of each of those rows, itself included: what its row is divided by. */
    readonly degrees: readonly number[];
  };
  readonly flipped: {
    readonly count: number;
    readonly of: number;
    readonly share: number;
    /** One count a bit. */
    readonly byBit: readonly number[];
  };
  /** The first training rows with a flipped bit, six at most. */
  readonly examples: readonly (NamedRow & {
    readonly before: readonly Bit[];
    readonly after: readonly Bit[];
  })[];
  readonly codes: { readonly before: number; readonly after: number };
  readonly refit: {
    /** Share of the smoothed bits that the learned hyperplanes give to the training points. */
    readonly agreement: number;
    /** Angle between the old and the new hyperplane of each bit, in degrees. */
    readonly turned: readonly number[];
  };
  readonly millis: { readonly graph: number; readonly learner: number };
}

/** Step 10: learned hyperplanes beside random ones. */
export interface ComparisonStep {
  readonly top: number;
  readonly queries: number;
  readonly lsh: MethodCurve;
  readonly grh: MethodCurve;
  readonly exact: { readonly precisionAtK: number };
  readonly millis: {
    readonly lsh: readonly number[];
    readonly grh: readonly number[];
    readonly exact: number;
    /** Training of GRH. */
    readonly training: number;
  };
}
