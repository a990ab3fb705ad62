import type { Comparison } from '../../evaluation/comparison/comparisons.ts';
import type { DetailedCell, EvaluationResult } from '../../evaluation/comparison/result.ts';
import type { EvaluationSettings } from '../../evaluation/comparison/settings.ts';

/** All that the page of `hashplane evaluate` shows: plain data, which JSON carries unchanged. */
export interface EvaluationPageData extends EvaluationResult<DetailedCell> {
  readonly settings: EvaluationSettings;
  readonly comparisons: readonly Comparison[];
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
