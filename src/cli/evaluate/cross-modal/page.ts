import { wordsOf } from '../../../evaluation/cross-modal/entries.ts';
import { evaluationHtml } from '../../../report/evaluation/html.ts';
import { readPageAssets } from '../../output/page-assets.ts';
import type { CrossModalReport } from './report.ts';

/** Who learns from what, in words. */
const SUMMARY = {
  standard:
    'Queries are drawn at random and all other pairs are the database; the labelled pairs are drawn ' +
    'from the database and stay in it. Found is right what is of the class of the query.',
  heldOut:
    'Queries are drawn at random, then a database, which no method sees before it hashes it; the ' +
    'labelled pairs are drawn from the others, and what is left is there without labels. Found is right ' +
    'what is of the class of the query.',
};

/** The page of a cross-modal run, a document of its own. */
export async function crossModalPage(report: CrossModalReport): Promise<string> {
  const { assets, version } = await readPageAssets('evaluation');
  const { settings, cells } = report;
  const methodSummaries = Object.fromEntries(
    cells.map(({ method }) => [method, wordsOf(method).summary]),
  );
  const protocolSummary = settings.database === undefined ? SUMMARY.standard : SUMMARY.heldOut;
  return evaluationHtml(
    { ...report, hashplane: version, protocolSummary, methodSummaries },
    assets,
  );
}
