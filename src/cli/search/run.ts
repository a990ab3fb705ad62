import type { BackendName } from '../../kernels/api.ts';
import { createKernels } from '../../kernels/create.ts';
import { inFile } from '../../node/in-file.ts';
import { loadIndexFile } from '../../node/index-file.ts';
import type { HashIndexResult, HashIndexSearchOptions } from '../../search/hash-index/types.ts';
import { printable, UsageError } from '../errors.ts';
import { painter } from '../output/colour.ts';
import { progressLine } from '../output/progress.ts';
import { readVectors } from '../read-vectors.ts';
import { type TableArguments, tableOptions } from '../table-options.ts';
import { searchText } from './text.ts';

/** Options as commander parsed them. */
export interface SearchOptions extends TableArguments {
  readonly queries: string;
  readonly k: number;
  readonly candidates?: number | 'all';
  readonly radius?: number;
  readonly probes?: number;
  readonly backend: 'auto' | BackendName;
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
  const progress = progressLine();
  try {
    progress.update(`reading ${printable(file)}`, 0);
    const kernels = await createKernels({
      backend: options.backend,
      onFallback: (reason) => process.stderr.write(`${printable(reason)}\n`),
    });
    const index = await loadIndexFile(file, { kernels });
    const { points } = await readVectors(queriesFile, tableOptions(options, progress));
    const least = Math.min(...index.stats.bits);
    if (radius !== undefined && radius > least) {
      throw new UsageError(`--radius must be from 0 to ${least}, the bits, not ${radius}`);
    }
    const rule: HashIndexSearchOptions = { k, candidates, radius, probes };
    const results = await inFile(queriesFile, () =>
      index.searchBatch(points, {
        ...rule,
        onProgress: (done, total) =>
          progress.update(`searching: ${done.toLocaleString('en-US')} queries`, done / total),
      }),
    );
    progress.clear();
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ metric: index.distanceName, results: results.map(toJson) })}\n`
        : searchText(index, results, seconds, painter(process.stdout)),
    );
  } finally {
    progress.clear();
  }
}

function toJson({ neighbours, candidates, probes }: HashIndexResult, query: number) {
  return { query, neighbours, candidates, probes };
}
