import type { DetailedCell } from '../../evaluation/comparison/cell-result.ts';
import type { Comparison } from '../../evaluation/comparison/comparisons.ts';
import type { TuningBudget } from '../../evaluation/methods/method.ts';

/** A cell of any protocol; those of two modalities are searched in a direction. */
export interface PageCell extends DetailedCell<string> {
  readonly direction?: string;
}

/** What was asked for, as far as the page says it. */
export interface PageSettings {
  readonly bits: readonly number[];
  readonly partitions: number;
  readonly seed: number;
  /** Of each class. */
  readonly queriesPerClass?: number;
  /** In all. */
  readonly queries?: number;
  readonly database?: number | undefined;
  /** Left out where methods choose their settings themselves. */
  readonly tuning?: TuningBudget | null;
}

/** All that the page of `hashplane evaluate` shows: plain data, which JSON carries unchanged. */
export interface EvaluationPageData {
  readonly protocol: string;
  readonly dataset: {
    readonly name: string;
    readonly rows: number;
    readonly classes: number;
    /** Values of a row; of a pair, those of its image and its text. */
    readonly dimensions?: number;
    readonly imageDimensions?: number;
    readonly textDimensions?: number;
  };
  readonly cells: readonly PageCell[];
  readonly settings: PageSettings;
  readonly comparisons: readonly (Comparison<string> & { readonly direction?: string })[];
  /** What the protocol is, in words. */
  readonly protocolSummary: string;
  /** What each method is, in words, by its name. */
  readonly methodSummaries: Readonly<Record<string, string>>;
  readonly machine: string;
  readonly node: string;
  readonly commit: string | null;
  readonly backend: string;
  readonly threads: number;
  readonly seconds: number;
  /** Version of hashplane. */
  readonly hashplane: string;
  /** When it was measured, as ISO 8601. */
  readonly created: string;
}
