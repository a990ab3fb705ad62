import { basename } from 'node:path';
import type { BackendName } from '../../kernels/api.ts';
import { createKernels } from '../../kernels/create.ts';
import { checkWritableFile, writeFileAtomic } from '../../node/write-file.ts';
import { HashIndex } from '../../search/hash-index/hash-index.ts';
import type { Id } from '../../search/hash-index/types.ts';
import { printable, UsageError } from '../errors.ts';
import { progressLine } from '../output/progress.ts';
import { readVectors, type VectorsOfFile } from '../read-vectors.ts';
import { type TableArguments, tableOptions } from '../table-options.ts';
import { uninterrupted } from '../uninterrupted.ts';
import { type HasherSettings, makeHashers } from './hashers.ts';
import { idsOfRows, readIds } from './ids.ts';

/** Options as commander parsed them. */
export interface IndexOptions extends TableArguments, HasherSettings {
  readonly labels?: string | false;
  readonly classNames?: string;
  readonly ids?: string;
  readonly keep: 'float32' | 'int8' | 'none';
  readonly backend: 'auto' | BackendName;
  readonly out: string;
  readonly json?: boolean;
}

/** Rows that are hashed and added together: often enough for the line of progress. */
const ROWS_AT_ONCE = 20_000;

export async function runIndexCommand(file: string, options: IndexOptions): Promise<void> {
  const started = performance.now();
  const { bits, tables, metric, method, out } = options;
  if (Math.ceil(bits / 32) * 32 * tables > 4096) {
    throw new UsageError('--bits times --tables must be 4096 at most: give fewer tables');
  }
  await checkWritableFile(out);
  const progress = progressLine();
  try {
    progress.update(`reading ${printable(file)}`, 0);
    const use = method === 'grh' ? 'learning' : 'shown';
    const table = tableOptions(options, progress);
    const vectors = await readVectors(file, { ...options, ...table }, use);
    const given = options.ids === undefined ? undefined : await readIds(options.ids);
    const ids = idsOfRows(vectors, given);
    const kernels = await createKernels({
      backend: options.backend,
      onFallback: (reason) => process.stderr.write(`${printable(reason)}\n`),
    });
    const hasher = await makeHashers(kernels, vectors, options, progress);
    const keepVectors = options.keep === 'none' ? false : options.keep;
    const index = HashIndex.create({ kernels, hasher, metric, keepVectors });
    addAll(index, vectors, ids, progress.update);
    index.metadata = metadataOf(file, method, vectors, index.ids());
    progress.update(`writing ${printable(out)}`, 1);
    const bytes = index.save();
    await uninterrupted(() => writeFileAtomic(out, bytes));
    progress.clear();
    const seconds = (performance.now() - started) / 1000;
    const { size, dimensions } = index;
    const result = { out, method, metric, size, dimensions, bits, tables, keep: options.keep };
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ ...result, bytes: bytes.length, seconds })}\n`
        : `Wrote ${printable(out)}: ${size.toLocaleString('en-US')} vectors of ${dimensions} values, ` +
            `${tables} x ${bits} bits, ${(bytes.length / 1e6).toFixed(1)} MB ` +
            `(${seconds.toFixed(1)} s, ${kernels.name})\n`,
    );
  } finally {
    progress.clear();
  }
}

function addAll(
  index: HashIndex,
  { points }: VectorsOfFile,
  ids: readonly Id[] | undefined,
  update: (message: string, share: number) => void,
): void {
  for (let first = 0; first < points.rows; first += ROWS_AT_ONCE) {
    update(`adding: ${first.toLocaleString('en-US')} vectors`, first / points.rows);
    const end = Math.min(points.rows, first + ROWS_AT_ONCE);
    index.add(points.slice(first, end), ids?.slice(first, end));
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
