import type { DetailedCell } from '../../evaluation/comparison/cell-result.ts';
import type { Comparison } from '../../evaluation/comparison/comparisons.ts';
import type { EvaluationResult } from '../../evaluation/comparison/result.ts';
import type { EvaluationSettings } from '../../evaluation/comparison/settings.ts';
import type { BackendName } from '../../kernels/api.ts';
import type { TuningSpent } from './budget.ts';

/** Where and when results were measured. */
export interface MeasuredRun {
  readonly digest: string;
  readonly machine: string;
  readonly node: string;
  readonly commit: string | null;
  readonly backend: BackendName;
  readonly threads: number;
  readonly seconds: number;
  /** The most memory that the process, all of its threads, had resident so far. */
  readonly peakMemoryBytes: number;
  readonly resumedCells: number;
  /** As ISO 8601. */
  readonly created: string;
}

/** What results.json holds, and where it was measured. */
export interface EvaluateReport extends EvaluationResult<DetailedCell>, MeasuredRun {
  readonly settings: EvaluationSettings;
  readonly comparisons: readonly Comparison[];
  readonly tuningSpent: TuningSpent;
}
