import { InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import { pause } from '../../core/next-task.ts';
import type { Kernels } from '../../kernels/api.ts';
import { BITS_PER_DIMENSION, type BitsPerDimension } from '../../kernels/quantised/api.ts';
import { loadHasher } from '../../models/fitted-hasher.ts';
import { inFile } from '../../node/in-file.ts';
import { loadIndexFile } from '../../node/index-file.ts';
import { readIndex } from '../../search/hash-index/file/read.ts';
import { HashIndex } from '../../search/hash-index/hash-index.ts';
import type { Id } from '../../search/hash-index/types.ts';
import { type TableArguments, tableOptions } from '../options/table.ts';
import { printResult } from '../output/print-result.ts';
import { printable } from '../output/printable.ts';
import { readVectors } from '../read-vectors.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { runWork, type WorkTools } from '../work.ts';
import { askExactly, measure, ownRows, type Questions } from './measure.ts';
import { tuneText } from './text.ts';
import type { Tuned, TunedWay } from './types.ts';

/** Options as commander parsed them. */
export interface TuneOptions extends TableArguments {
  readonly queries?: string;
  readonly k: number;
  readonly recall?: number;
  readonly backend: BackendChoice;
  readonly json?: boolean;
}

/** By so much a recall that was measured may lie below what was aimed at: samples differ. */
const TOLERANCE = 0.005;

export async function runTuneCommand(file: string, options: TuneOptions): Promise<void> {
  const tuned = await runWork((tools) => tune(file, options, tools));
  printResult(options.json, tuned, (paint) => tuneText(tuned, paint));
}

async function tune(file: string, options: TuneOptions, tools: WorkTools): Promise<Tuned> {
  const { progress, signal } = tools;
  progress.update(`reading ${file}`, 0);
  const kernels = await startKernels(options.backend, progress);
  const index = await loadIndexFile(file, { kernels });
  const { size, dimensions, metric } = index;
  const { ids, vectors } = await inFile(file, async () => vectorsOf(kernels, index));
  await pause(signal);
  const recall = options.recall ?? index.recall;
  const asked = await questions(index, vectors, ids, options, tools);
  const ways: TunedWay[] = [];
  const add = async (own: HashIndex, isOwn: boolean, bits: BitsPerDimension | null) => {
    const measured = await measure(own, asked, { recall }, signal);
    const { bytes } = own.stats;
    ways.push({
      ...{ isOwn, codes: own.codes, bitsPerDimension: bits, reranks: own.keepVectors !== false },
      ...measured,
      bytes: bytes.codes + bytes.vectors,
      reachesRecall: measured.recall >= recall - TOLERANCE,
    });
  };
  progress.update('the index as it is', 0.1);
  await add(index, true, null);
  for (const [i, bitsPerDimension] of BITS_PER_DIMENSION.entries()) {
    for (const [j, keepVectors] of ([index.keepVectors, false] as const).entries()) {
      progress.update(`${bitsPerDimension} bits a dimension`, 0.1 + (2 * i + j) * 0.15);
      await pause(signal);
      const made = HashIndex.create({ kernels, metric, keepVectors, bitsPerDimension });
      made.add(vectors, ids);
      await add(made, false, bitsPerDimension);
      made.dispose();
    }
  }
  const areOwn = asked.own !== null;
  const about = { size, dimensions, queries: asked.queries.rows, areOwn, k: options.k, recall };
  return { ...about, madeOf: madeOf(index.metadata), ways, cheapest: cheapestOf(ways) };
}

/** What the index keeps, as float32. */
function vectorsOf(kernels: Kernels, index: HashIndex): { ids: readonly Id[]; vectors: Matrix } {
  const segment = readIndex(index.save(), { kernels, loadHasher }).parts[0]?.segment;
  if (!segment) throw new InvalidArgumentError('the index is empty: there is nothing to tune');
  if (!segment.vectors) {
    throw new InvalidArgumentError(
      'the index keeps no vectors to compare with: tune one made with --keep float32 or int8',
    );
  }
  const { ids, vectors } = segment;
  return { ids, vectors: vectors.read(ids.map((_, row) => row)) };
}

async function questions(
  index: HashIndex,
  vectors: Matrix,
  ids: readonly Id[],
  options: TuneOptions,
  { progress, signal }: WorkTools,
): Promise<Questions> {
  const { queries: file, k } = options;
  if (file === undefined) {
    const rows = ownRows(vectors.rows);
    const own = rows.map((row) => ids[row]);
    return askExactly(index, vectors.selectRows(rows), own, k, signal);
  }
  const { points } = await readVectors(file, tableOptions(options, progress));
  return inFile(file, () => askExactly(index, points, null, k, signal));
}

/** What `hashplane index` said of itself. */
function madeOf({ source, idColumn, fields }: HashIndex['metadata']): string {
  const data = typeof source === 'string' ? quoted(source) : 'DATA';
  const ids = typeof idColumn === 'string' ? ` --id-column ${quoted(idColumn)}` : '';
  const names = Array.isArray(fields) ? ` --fields ${quoted(fields.join(','))}` : '';
  return printable(`${data}${ids}${names}`);
}

/** As shells take it for one word. */
function quoted(text: string): string {
  return /^[\w./,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function cheapestOf(ways: readonly TunedWay[]): number | null {
  let best: number | null = null;
  for (const [i, { reachesRecall, millis }] of ways.entries()) {
    if (reachesRecall && (best === null || millis < ways[best].millis)) best = i;
  }
  return best;
}
