import type { CodeStatistics } from '../code-statistics.ts';
import type { MethodSettings } from '../methods/method.ts';
import type { MethodName } from '../methods/names.ts';
import type { PrecisionRecallPoint } from '../precision-recall.ts';

/** What was measured within one Hamming radius. */
export interface RadiusMeasures {
  readonly radius: number;
  /** Mean over queries; an empty ball counts as 0. */
  readonly precision: number;
  /** Mean over queries that have a relevant item. */
  readonly recall: number;
  /** Share of the queries that find nothing. */
  readonly emptyShare: number;
}

/** Precision@10 of the candidates within one radius, re-ranked by exact cosine. */
export interface ReRankedMeasures {
  readonly radius: number;
  /** Mean over the queries that found a candidate; null if none did. */
  readonly precisionAt10: number | null;
  /** Mean over all queries; one without candidates counts as 0. */
  readonly precisionAt10EmptyAsZero: number;
  readonly emptyShare: number;
}

/** Measures of one ranking. */
export interface Measures {
  /** Tie-aware, over the whole database. */
  readonly meanAveragePrecision: number;
  /** Tie-aware, of the first 1,000 places. */
  readonly meanAveragePrecisionAt1000: number;
  readonly precisionAt10: number;
  readonly precisionAt100: number;
  /** Radii 0 to 10, or to the bits if fewer; null for rankings without codes, as all below. */
  readonly byRadius: readonly RadiusMeasures[] | null;
  readonly areaUnderPrecisionRecall: number | null;
  readonly curve: readonly PrecisionRecallPoint[] | null;
  /** Of the database's codes. */
  readonly codes: CodeStatistics | null;
  /** In the tutorial's protocol alone. */
  readonly reRanked: readonly ReRankedMeasures[] | null;
}

/** One method at one code length and supervision in one partition. */
export interface Cell<M extends string = MethodName> {
  readonly method: M;
  /** null for rankings without codes. */
  readonly bits: number | null;
  readonly supervision: number;
  readonly partition: number;
  readonly trainSeconds: number;
  readonly tuneSeconds: number;
  /** Whether settings were left untried because their time was up. */
  readonly tuningCutShort?: boolean;
  /** Of hashing the points and measuring. */
  readonly measureSeconds: number;
  /** Chosen by validation, or the method's defaults. */
  readonly settings: MethodSettings;
  /**
   * Share of the queries to which the classifier behind the method gives their class; null where
   * there is none, and where it cannot have learned any of their classes.
   */
  readonly accuracy?: number | null;
  readonly measures: Measures;
}

/** Keeps finished cells, so that a run that ended early goes on where it was. */
export interface CellStore<C = Cell> {
  /** The cell of this key, or null if there is none yet. */
  read(key: string): Promise<C | null>;
  write(key: string, cell: C): Promise<void>;
}
