import type { EvaluateReport } from './run.ts';

export async function evaluationPage(_report: EvaluateReport): Promise<string> {
  return '';
}
