import { pause } from '../../core/next-task.ts';
import { inFile } from '../../node/in-file.ts';
import { loadIndexFile } from '../../node/index-file.ts';
import type { Where } from '../../search/hash-index/documents/types.ts';
import { compileWhere } from '../../search/hash-index/documents/where.ts';
import type { HashIndexBatchOptions } from '../../search/hash-index/types.ts';
import { asUsage, UsageError } from '../errors.ts';
import { tableOptions } from '../options/table.ts';
import { printResult } from '../output/print-result.ts';
import { ResultFiles } from '../output/result-files.ts';
import { startKernels } from '../start-kernels.ts';
import { runWork } from '../work.ts';
import { searchCodes } from './codes.ts';
import type { SearchOptions } from './options.ts';
import { foundPage } from './picture-page.ts';
import { readQueries } from './queries.ts';
import { type Searched, type SearchResult, searchText } from './text.ts';
import { whereNotes } from './where-notes.ts';

/** @param given - whether an option stands on the command line. */
export async function runSearchCommand(
  file: string | undefined,
  options: SearchOptions,
  given: (name: string) => boolean,
): Promise<void> {
  checkSource(file, options, given);
  const started = performance.now();
  const { codes } = options;
  const { about, results } =
    codes === undefined
      ? await searchIndex(file as string, options)
      : await searchCodes({ ...options, codes });
  const seconds = (performance.now() - started) / 1000;
  const { names, pageReport = '' } = about;
  const shown = {
    metric: about.distanceName,
    ...(about.bits !== undefined && { bits: about.bits }),
    results: results.map((result, query) => toJson(result, query, names?.[query])),
  };
  printResult(
    options.json,
    shown,
    (paint) => searchText(about, results, seconds, paint) + pageReport,
  );
}

/** One of both, and only the options that mean something to it. */
function checkSource(
  file: string | undefined,
  { codes, queries, recall, candidates, radius, probes }: SearchOptions,
  given: (name: string) => boolean,
): void {
  if ((file === undefined) === (codes === undefined)) {
    throw new UsageError('give an index or --codes, one of both');
  }
  const rules = Object.entries({ recall, candidates, radius, probes }).filter(
    ([, value]) => value != null,
  );
  if (rules.length > 1) {
    const names = rules.map(([name]) => `--${name}`).join(' and ');
    throw new UsageError(`give --recall, --candidates, --radius or --probes, not ${names}`);
  }
  const foreign = codes === undefined ? OF_CODES : OF_INDEXES;
  const [stray] = Object.keys(foreign).filter(given);
  if (stray) {
    const owner = codes === undefined ? '--codes' : 'an index';
    throw new UsageError(`${foreign[stray]} is for searching ${owner}`);
  }
  if (codes === undefined && queries === undefined) {
    throw new UsageError('give the vectors to search for: --queries is missing');
  }
}

const OF_CODES: Readonly<Record<string, string>> = {
  bitOrder: '--bit-order',
  codesOffset: '--codes-offset',
};
const OF_INDEXES: Readonly<Record<string, string>> = {
  recall: '--recall',
  candidates: '--candidates',
  probes: '--probes',
  where: '--where',
  fields: '--fields',
  out: '--out',
  pictures: '--pictures',
};

async function searchIndex(file: string, options: SearchOptions) {
  const { k, recall, candidates, radius, probes, fields } = options;
  const where = options.where as Where | undefined;
  const queriesFile = options.queries as string;
  const page = await ResultFiles.in(options.out, ['index.html']);
  return runWork(async (tools) => {
    const { progress, signal } = tools;
    progress.update(`reading ${file}`, 0);
    const kernels = await startKernels(options.backend, progress);
    const { onWarning, ...table } = tableOptions(options, progress);
    const index = await loadIndexFile(file, { kernels, onWarning });
    const known = index.stats.fields;
    if (where) {
      asUsage(() => compileWhere(where));
      for (const note of whereNotes(where, known)) onWarning?.(note);
    }
    checkFields(
      file,
      fields,
      known.map(({ name }) => name),
    );
    await pause(signal);
    const reading = { ...table, onWarning };
    const { points, names } = await readQueries(file, index, options, reading, kernels, tools);
    const least = Math.min(...index.stats.bits);
    if (index.codes === 'hamming' && radius !== undefined && radius > least) {
      throw new UsageError(`--radius must be from 0 to ${least}, the bits, not ${radius}`);
    }
    const onProgress = (done: number, total: number) =>
      progress.update(`searching: ${done.toLocaleString('en-US')} queries`, done / total);
    const rule: HashIndexBatchOptions = {
      ...{ k, recall, candidates, radius, probes, where, onProgress, signal },
    };
    const started = performance.now();
    const results = await inFile(queriesFile, () => index.searchBatch(points, rule));
    const millis = performance.now() - started;
    const { size, distanceName } = index;
    const hasWhere = where !== undefined;
    const own = { size, distanceName, items: 'vectors', fields, millis, hasWhere } as const;
    if (page) {
      const html = await foundPage(file, index, names, results, options, tools);
      await page.write('index.html', html, signal);
    }
    const about: Searched = { ...own, names, pageReport: page?.report };
    return { about, results };
  });
}

/** A field that is misspelt would be an empty column. */
function checkFields(file: string, wanted: readonly string[] = [], known: readonly string[]): void {
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const names = known.map((name) => JSON.stringify(name)).join(', ');
  const there = names === '' ? 'its vectors have no documents' : `there are ${names}`;
  throw new UsageError(`no document of ${file} has a field ${JSON.stringify(unknown)}: ${there}`);
}

function toJson(
  { neighbours, candidates, recall, probes }: SearchResult,
  query: number,
  name: string | undefined,
) {
  return {
    query,
    ...(name !== undefined && { name }),
    neighbours,
    candidates,
    ...(recall && { recall }),
    probes,
  };
}
