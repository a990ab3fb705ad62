import type { CrossModalComparison } from '../../../evaluation/cross-modal/cell.ts';
import type { CrossModalResult } from '../../../evaluation/cross-modal/result.ts';
import type { CrossModalEvaluationSettings } from '../../../evaluation/cross-modal/settings.ts';
import type { MeasuredRun } from '../report.ts';

/** What results.json holds of a cross-modal run, and where it was measured. */
export interface CrossModalReport extends CrossModalResult, MeasuredRun {
  readonly settings: CrossModalEvaluationSettings;
  readonly comparisons: readonly CrossModalComparison[];
}
