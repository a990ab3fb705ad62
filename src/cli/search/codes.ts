import { InvalidArgumentError } from '../../core/errors.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import { pause } from '../../core/next-task.ts';
import { toHashCodes } from '../../data/arrays/packed-codes.ts';
import { choosePoints } from '../../data/dataset/choose-arrays.ts';
import { inFile } from '../../node/in-file.ts';
import { readContentsFile } from '../../node/read-file.ts';
import { HammingSearch } from '../../search/hamming-search.ts';
import { UsageError } from '../errors.ts';
import { BIT_ORDERS, type BitOrderName } from '../options/codes.ts';
import { type TableArguments, tableOptions } from '../options/table.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { runWork, type WorkTools } from '../work.ts';
import type { Searched, SearchResult } from './text.ts';

/** Options as commander parsed them. */
export interface CodesOptions extends TableArguments {
  readonly codes: string;
  readonly queries?: string;
  readonly k: number;
  readonly radius?: number;
  readonly bitOrder: BitOrderName;
  readonly codesOffset: 0 | 128;
  readonly backend: BackendChoice;
}

/** Queries that are answered between two looks at the signal. */
const AT_ONCE = 256;

/** The nearest codes of each query, exactly; without queries, of each code itself. */
export async function searchCodes(options: CodesOptions) {
  const { codes: file, queries: queriesFile, radius } = options;
  return runWork(async (tools) => {
    const { progress, signal } = tools;
    const codes = await readCodes(file, options, tools);
    const queries =
      queriesFile === undefined ? codes : await readCodes(queriesFile, options, tools);
    if (queries.bits !== codes.bits) {
      throw new InvalidArgumentError(
        `${file} has codes of ${codes.bits} bits, but ${queriesFile} of ${queries.bits}`,
      );
    }
    if (radius !== undefined && radius > codes.bits) {
      throw new UsageError(`--radius must be from 0 to ${codes.bits}, the bits, not ${radius}`);
    }
    await pause(signal);
    const search = new HammingSearch(await startKernels(options.backend, progress), codes);
    const started = performance.now();
    const results = await searchAll(search, queries, options, tools);
    const millis = performance.now() - started;
    const { count: size, bits } = codes;
    const about: Searched = { size, bits, distanceName: 'hamming', items: 'codes', millis };
    return { about, results };
  });
}

/** Codes of a file of any format; `--array` names them, as it does vectors. */
async function readCodes(
  path: string,
  options: CodesOptions,
  { progress }: WorkTools,
): Promise<HashCodes> {
  progress.update(`reading ${path}`, 0);
  const { array: pointsColumn, ...table } = tableOptions(options, progress);
  const contents = await readContentsFile(path, { ...table, pointsColumn, readLabels: false });
  return inFile(path, async () => {
    const chosen = choosePoints(contents.arrays, pointsColumn);
    // A file of faiss says itself in which order its bits are.
    const form =
      contents.format === 'faiss-binary'
        ? {}
        : { order: BIT_ORDERS[options.bitOrder], offset: options.codesOffset };
    return toHashCodes(await chosen.read(), form, chosen.name || 'the array of codes');
  });
}

async function searchAll(
  search: HammingSearch,
  queries: HashCodes,
  { k, radius }: CodesOptions,
  { progress, signal }: WorkTools,
): Promise<SearchResult[]> {
  const results: SearchResult[] = [];
  for (let first = 0; first < queries.count; first += AT_ONCE) {
    const done = first.toLocaleString('en-US');
    progress.update(`searching: ${done} queries`, first / queries.count);
    await pause(signal);
    const length = Math.min(AT_ONCE, queries.count - first);
    const batch = queries.select(Array.from({ length }, (_, i) => first + i));
    const found =
      radius === undefined
        ? search.nearest(batch, k)
        : Array.from({ length }, (_, i) => search.within(batch.code(i), radius));
    for (const { rows, distances, compared, lookups } of found) {
      const neighbours = Array.from(rows.subarray(0, k), (id, rank) => {
        return { id, distance: distances[rank] };
      });
      results.push({ neighbours, candidates: compared, probes: lookups });
    }
  }
  return results;
}
