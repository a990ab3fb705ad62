import { METHODS } from '../../evaluation/methods/registry.ts';
import { PROTOCOL } from '../../evaluation/protocols/registry.ts';
import { evaluationHtml } from '../../report/evaluation/html.ts';
import { readPageAssets } from '../output/page-assets.ts';
import type { EvaluateReport } from './report.ts';

/** The page of a run, a document of its own. */
export async function evaluationPage(report: EvaluateReport): Promise<string> {
  const { assets, version } = await readPageAssets('evaluation');
  const protocolSummary = PROTOCOL[report.protocol].summary;
  const methodSummaries = Object.fromEntries(
    Object.values(METHODS).map(({ name, summary }) => [name, summary]),
  );
  return evaluationHtml(
    { ...report, hashplane: version, protocolSummary, methodSummaries },
    assets,
  );
}
