import { pause } from '../../core/next-task.ts';
import { inFile } from '../../node/in-file.ts';
import { loadIndexFile } from '../../node/index-file.ts';
import type { HashIndexBatchOptions, HashIndexResult } from '../../search/hash-index/types.ts';
import { UsageError } from '../errors.ts';
import { type TableArguments, tableOptions } from '../options/table.ts';
import { printResult } from '../output/print-result.ts';
import { readVectors } from '../read-vectors.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { runWork } from '../work.ts';
import { searchText } from './text.ts';

/** Options as commander parsed them. */
export interface SearchOptions extends TableArguments {
  readonly queries: string;
  readonly k: number;
  readonly candidates?: number | 'all';
  readonly radius?: number;
  readonly probes?: number;
  readonly backend: BackendChoice;
  readonly json?: boolean;
}

export async function runSearchCommand(file: string, options: SearchOptions): Promise<void> {
  const { k, candidates, radius, probes, queries: queriesFile } = options;
  const rules = Object.entries({ candidates, radius, probes }).filter(([, given]) => given != null);
  if (rules.length > 1) {
    const names = rules.map(([name]) => `--${name}`).join(' and ');
    throw new UsageError(`give --candidates, --radius or --probes, not ${names}`);
  }
  const started = performance.now();
  const { index, results } = await runWork(async ({ progress, signal }) => {
    progress.update(`reading ${file}`, 0);
    const kernels = await startKernels(options.backend, progress);
    const index = await loadIndexFile(file, { kernels });
    await pause(signal);
    const { points } = await readVectors(queriesFile, tableOptions(options, progress));
    const least = Math.min(...index.stats.bits);
    if (radius !== undefined && radius > least) {
      throw new UsageError(`--radius must be from 0 to ${least}, the bits, not ${radius}`);
    }
    const onProgress = (done: number, total: number) =>
      progress.update(`searching: ${done.toLocaleString('en-US')} queries`, done / total);
    const rule: HashIndexBatchOptions = { k, candidates, radius, probes, onProgress, signal };
    const results = await inFile(queriesFile, () => index.searchBatch(points, rule));
    return { index, results };
  });
  const seconds = (performance.now() - started) / 1000;
  printResult(options.json, { metric: index.distanceName, results: results.map(toJson) }, (paint) =>
    searchText(index, results, seconds, paint),
  );
}

function toJson({ neighbours, candidates, probes }: HashIndexResult, query: number) {
  return { query, neighbours, candidates, probes };
}
