import { basename } from 'node:path';
import { pause } from '../../core/next-task.ts';
import { replaceIndexFile } from '../../node/index-file/replace.ts';
import { checkWritableFile } from '../../node/write-file.ts';
import type { IndexDocument } from '../../search/hash-index/documents/types.ts';
import { HashIndex } from '../../search/hash-index/hash-index.ts';
import type { Id } from '../../search/hash-index/types.ts';
import { checkEntryOptions, type Entries, entriesOf, entriesText } from '../entries.ts';
import { UsageError } from '../errors.ts';
import { bytesText } from '../output/bytes-text.ts';
import { count } from '../output/count.ts';
import { printResult } from '../output/print-result.ts';
import { printable } from '../output/printable.ts';
import { writeOutput } from '../output/write-output.ts';
import type { VectorsOfFile } from '../read-vectors.ts';
import { startKernels } from '../start-kernels.ts';
import { runWork, type WorkTools } from '../work.ts';
import { makeHashers } from './hashers.ts';
import { readModel } from './model.ts';
import type { IndexOptions } from './options.ts';
import { readIndexData } from './read-data.ts';
import { measuredRecall, recallText } from './recall.ts';

/** Rows that are hashed and added together: often enough for the line of progress. */
const ROWS_AT_ONCE = 20_000;

export async function runIndexCommand(file: string, options: IndexOptions): Promise<void> {
  const started = performance.now();
  const { tables, metric, keep, out } = options;
  const asked = codeForm(options);
  checkEntryOptions(options);
  await checkWritableFile(out);
  const { backend, entries, method, broken, ...made } = await runWork(
    (tools) => makeIndex(file, options, asked, tools),
    () => `${out} is as it was before`,
  );
  const { size, dimensions, bits, bytes, recall } = made;
  const { codes, bitsPerDimension } = asked;
  const form = { codes, bitsPerDimension, bits };
  const seconds = (performance.now() - started) / 1000;
  printResult(
    options.json,
    {
      ...{ out, method, ...form, metric, size, dimensions, tables, keep, bytes, recall },
      ...{ ...(broken && { broken }), seconds },
    },
    () =>
      `Wrote ${printable(out)}: ${count(size, 'vector')} of ${count(dimensions, 'value')}, ` +
      `${form.codes} codes of ${tables === 1 ? '' : `${tables} x `}${bits} bits, ${bytesText(bytes)} ` +
      `(${seconds.toFixed(1)} s, ${backend})\n${entriesText(entries, options)}${recallText(recall)}`,
  );
}

/** Makes the index and writes its file; returns what there is to say of it. */
async function makeIndex(
  file: string,
  options: IndexOptions,
  form: ReturnType<typeof codeForm>,
  tools: WorkTools,
) {
  const { metric, keep, out } = options;
  const { progress, signal } = tools;
  const model = options.model === undefined ? null : await readModel(options.model);
  const method = model?.method ?? options.method;
  const use = !model && method === 'grh' ? 'learning' : 'shown';
  const kernels = await startKernels(options.backend, progress);
  const { vectors, pictures, broken } = await readIndexData(file, options, use, kernels, tools);
  const entries = await entriesOf(file, vectors, options);
  await pause(signal);
  const keepVectors = keep === 'none' ? false : keep;
  const { codes, bits, bitsPerDimension } = form;
  const ofCodes =
    codes === 'estimated'
      ? { codes, bits: options.bits, bitsPerDimension, seed: options.seed }
      : {
          hasher: model
            ? [model.load(kernels, vectors.points.cols)]
            : await makeHashers(kernels, vectors, { ...options, bits }, tools),
        };
  const index = HashIndex.create({
    kernels,
    metric,
    keepVectors,
    recall: options.recall,
    ...ofCodes,
  });
  await addAll(index, vectors, entries, tools);
  const about = metadataOf(file, method, vectors, index.ids());
  const { idColumn, fields } = options;
  // What `hashplane add` goes by unless it is told otherwise.
  const told = { ...(idColumn && { idColumn }), ...(fields && { fields }) };
  index.metadata = { ...about, ...told, ...(pictures && { pictures }) };
  progress.update('measuring its recall', 1);
  const recall = await measuredRecall(index, vectors.points, kernels, tools);
  progress.update(`writing ${out}`, 1);
  const bytes = index.save();
  await replaceIndexFile(out, () => writeOutput(out, bytes, signal));
  const { size, dimensions } = index;
  return {
    backend: kernels.name,
    method,
    entries,
    bytes: bytes.length,
    size,
    dimensions,
    bits: index.stats.bits[0],
    recall,
    ...(broken && { broken }),
  };
}

/** Which codes are asked for, and what was left open. */
function codeForm({
  method,
  model,
  codes: asked,
  bitsPerDimension: perDimension,
  bits,
  tables,
}: IndexOptions) {
  if (model !== undefined) {
    if (asked === 'estimated' || perDimension !== undefined) {
      throw new UsageError(
        '--model makes hamming codes: leave out --codes and --bits-per-dimension',
      );
    }
    return { codes: 'hamming', bits: 0 } as const;
  }
  const most = bits ?? Number.POSITIVE_INFINITY;
  const isEstimated = method === 'rotation' && tables === 1 && most >= FEWEST_ESTIMATED_BITS;
  const codes = asked ?? (isEstimated ? 'estimated' : 'hamming');
  if (codes === 'estimated') {
    if (method !== 'rotation') {
      throw new UsageError(`--codes estimated are of --method rotation, not ${method}`);
    }
    if (tables > 1) throw new UsageError('--codes estimated have no tables: leave out --tables');
    return { codes, bitsPerDimension: perDimension, bits: bits ?? 0 };
  }
  if (perDimension !== undefined) {
    throw new UsageError('--bits-per-dimension is of --codes estimated: give --bits');
  }
  const length = bits ?? HAMMING_BITS[method];
  if (Math.ceil(length / 32) * 32 * tables > 4096) {
    throw new UsageError('--bits times --tables must be 4096 at most: give fewer tables');
  }
  return { codes, bits: length };
}

const FEWEST_ESTIMATED_BITS = 32;
const HAMMING_BITS = { rotation: 256, lsh: 64, grh: 64 } as const;

async function addAll(
  index: HashIndex,
  { points }: VectorsOfFile,
  { ids, documents }: Entries,
  { progress, signal }: WorkTools,
): Promise<void> {
  for (let first = 0; first < points.rows; first += ROWS_AT_ONCE) {
    progress.update(`adding: ${first.toLocaleString('en-US')} vectors`, first / points.rows);
    await pause(signal);
    const end = Math.min(points.rows, first + ROWS_AT_ONCE);
    index.add(
      points.slice(first, end),
      ids?.slice(first, end),
      documents?.slice(first, end) as readonly IndexDocument[] | undefined,
    );
  }
}

/** What `hashplane buckets` and `hashplane info` tell beside the ids. */
function metadataOf(
  file: string,
  method: string,
  { labels, classNames }: VectorsOfFile,
  ids: readonly Id[],
): Record<string, unknown> {
  const about = { source: basename(file), method };
  if (!labels) return about;
  const classes = new Map<number, Id[]>();
  for (const [row, label] of labels.entries()) {
    const own = classes.get(label);
    if (own) own.push(ids[row]);
    else classes.set(label, [ids[row]]);
  }
  const list = [...classes]
    .sort(([a], [b]) => a - b)
    .map(([label, own]) => ({ name: classNames?.[label] ?? `class ${label}`, ids: own }));
  return { ...about, classes: list };
}
