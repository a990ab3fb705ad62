import { benchHtml } from '../../report/bench/html.ts';
import { readPageAssets } from '../output/page-assets.ts';
import type { BenchReport } from './report.ts';

/** The page of a run, a document of its own. */
export async function benchPage(report: BenchReport): Promise<string> {
  const { assets, version } = await readPageAssets('bench');
  return benchHtml({ ...report, hashplane: version, created: new Date().toISOString() }, assets);
}
