import type { MethodSettings } from '../methods/method.ts';
import type { MethodName } from '../methods/names.ts';
import type { PrecisionRecallPoint } from '../precision-recall.ts';
import type { Summary } from '../statistics/summary.ts';

/** One method at one code length and supervision over all partitions, as `--json` prints it. */
export interface CellResult<M extends string = MethodName> {
  readonly method: M;
  /** null for rankings without codes. */
  readonly bits: number | null;
  readonly supervision: number;
  readonly partitions: number;
  /** Mean over partitions. */
  readonly trainSeconds: number;
  readonly meanAveragePrecision: Summary;
  /** Empty balls count as 0; null for rankings without codes. */
  readonly precisionAtRadius2: (Summary & { readonly emptyShare: number }) | null;
  readonly precisionAt10: Summary;
  /** Of the classifier behind the method, on the queries; null where there is none. */
  readonly accuracy: Summary | null;
}

/** What else is known of a cell: for the report, in results.json. */
export interface DetailedCell<M extends string = MethodName> extends CellResult<M> {
  readonly title: string;
  /** 95% confidence interval of the mean average precision, by Student's t. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Mean average precision by partition, for paired tests. */
  readonly byPartition: readonly number[];
  readonly meanAveragePrecisionAt1000: Summary;
  readonly precisionAt100: Summary;
  readonly areaUnderPrecisionRecall: Summary | null;
  readonly byRadius:
    | readonly {
        readonly radius: number;
        readonly precision: Summary;
        readonly recall: Summary;
        readonly emptyShare: number;
      }[]
    | null;
  /** Means over partitions. */
  readonly curve: readonly PrecisionRecallPoint[] | null;
  /** Means over partitions. */
  readonly codes: {
    readonly bitBalance: number;
    readonly constantBits: number;
    readonly bitCorrelation: number | null;
    readonly buckets: number;
    readonly largestBucket: number;
  } | null;
  readonly reRanked:
    | readonly {
        readonly radius: number;
        readonly precisionAt10: Summary | null;
        readonly precisionAt10EmptyAsZero: Summary;
        readonly emptyShare: number;
      }[]
    | null;
  readonly tuneSeconds: number;
  readonly measureSeconds: number;
  /** Those of each partition. */
  readonly settings: readonly MethodSettings[];
}
