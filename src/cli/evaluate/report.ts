import type { Comparison } from '../../evaluation/comparison/comparisons.ts';
import type { DetailedCell, EvaluationResult } from '../../evaluation/comparison/result.ts';
import type { EvaluationSettings } from '../../evaluation/comparison/settings.ts';
import type { BackendName } from '../../kernels/api.ts';

/** What results.json holds, and where it was measured. */
export interface EvaluateReport extends EvaluationResult<DetailedCell> {
  readonly settings: EvaluationSettings;
  readonly comparisons: readonly Comparison[];
  readonly digest: string;
  readonly machine: string;
  readonly node: string;
  readonly commit: string | null;
  readonly backend: BackendName;
  readonly threads: number;
  readonly seconds: number;
  readonly resumedCells: number;
  /** When it was measured, as ISO 8601. */
  readonly created: string;
}
