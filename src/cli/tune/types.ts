import type { BitsPerDimension } from '../../kernels/quantised/api.ts';
import type { CodeFormName } from '../../search/hash-index/types.ts';
import type { Measured } from './measure.ts';

/** One way to index the same vectors, and what it gives. */
export interface TunedWay extends Measured {
  /** Whether it is the index as it is. */
  readonly isOwn: boolean;
  readonly codes: CodeFormName;
  readonly bitsPerDimension: BitsPerDimension | null;
  /** Whether candidates are ranked by vectors. */
  readonly reranks: boolean;
  /** Of codes and vectors. */
  readonly bytes: number;
  readonly reachesRecall: boolean;
}

/** What `hashplane tune` finds out. */
export interface Tuned {
  /** Options of `hashplane index` that say what the index was made of; its file is not known always. */
  readonly madeOf: string;
  readonly size: number;
  readonly dimensions: number;
  readonly queries: number;
  readonly areOwn: boolean;
  readonly k: number;
  readonly recall: number;
  readonly ways: readonly TunedWay[];
  /** Place among `ways` of that which takes the least time of those that reach the recall; null: none. */
  readonly cheapest: number | null;
}
