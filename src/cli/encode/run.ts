import { InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import type { HyperplaneHasher } from '../../models/hyperplane-hasher.ts';
import { checkWritableFile, writeStreamAtomic } from '../../node/write-file.ts';
import type { Id } from '../../search/hash-index/types.ts';
import { UsageError } from '../errors.ts';
import { readIds } from '../index/ids.ts';
import { BIT_ORDERS } from '../options/codes.ts';
import { checkOutName } from '../options/out.ts';
import { counted } from '../output/counted.ts';
import { printable } from '../output/printable.ts';
import { startKernels } from '../start-kernels.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { runWork, type WorkTools } from '../work.ts';
import { CODE_FORMATS } from './formats/names.ts';
import { FORMATS } from './formats/registry.ts';
import type { CodeBatch } from './formats/types.ts';
import { checkHasherOptions, hasherFor } from './hasher.ts';
import { openEncodeInput } from './input.ts';
import type { EncodeOptions } from './options.ts';

/** @param given - whether an option stands on the command line. */
export async function runEncodeCommand(
  file: string,
  options: EncodeOptions,
  given: (name: string) => boolean,
): Promise<void> {
  const started = performance.now();
  checkHasherOptions(options, given);
  checkFormatOptions(options, given);
  const { out } = options;
  await checkWritableFile(out);
  const done = await runWork(
    (tools) => encodeFile(file, options, tools),
    () => `${out} is as it was before`,
  );
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(
    `Wrote ${printable(out)}: ${done.rows.toLocaleString('en-US')} codes of ${done.bits} bits ` +
      `(${seconds.toFixed(1)} s, ${done.backend})\n`,
  );
}

/** Throws UsageError for options that mean nothing to the format. */
function checkFormatOptions(
  { format, out, ids, missing }: EncodeOptions,
  given: (name: string) => boolean,
): void {
  checkOutName(out, CODE_FORMATS[format]);
  if (given('bitOrder') && format !== 'npy' && format !== 'parquet') {
    throw new UsageError(`--bit-order is for --format npy and parquet: ${format} has its own`);
  }
  if (given('documentType') && format !== 'jsonl-vespa') {
    throw new UsageError('--document-type is for --format jsonl-vespa');
  }
  if (ids === undefined) return;
  if (format === 'npy') throw new UsageError('--ids is for formats with ids: .npy has none');
  if (missing === 'drop-row') {
    throw new UsageError('give --ids or --missing drop-row, not both: which rows are left is lost');
  }
}

async function encodeFile(file: string, options: EncodeOptions, tools: WorkTools) {
  const { progress, signal } = tools;
  const kernels = await startKernels(options.backend, progress);
  const input = await openEncodeInput(file, options, kernels, tools);
  try {
    const rows = (what: string) => unlessAborted(counted(input, what, progress), signal);
    const hasher = await hasherFor(kernels, options, () => rows('learning the mean'));
    checkDimensions(file, input.cols, options.model, hasher);
    const count = await writeCodes(options, hasher, input.ids, () => rows('encoding'));
    return { rows: count, bits: hasher.bits, backend: kernels.name };
  } finally {
    await input.close();
  }
}

/** Before a file is begun, and naming both. */
function checkDimensions(file: string, cols: number, model: string, hasher: HyperplaneHasher) {
  if (cols === hasher.dimensions) return;
  throw new InvalidArgumentError(
    `${file} has ${cols} dimensions where ${model} hashes points of ${hasher.dimensions}`,
  );
}

/** Codes that are written at a time. */
const AT_ONCE = 8192;

/**
 * Writes the codes of all rows and returns how many there were: text tells only at its end.
 *
 * @param own - ids that rows have unless others are given.
 */
async function writeCodes(
  options: EncodeOptions,
  hasher: HyperplaneHasher,
  own: readonly string[] | undefined,
  rows: () => AsyncIterable<Matrix>,
): Promise<number> {
  const { out, bitOrder, format: name, documentType } = options;
  const { bits } = hasher;
  const format = FORMATS[name];
  if (format.wholeBytes && bits % 8 !== 0) {
    throw new InvalidArgumentError(
      `${name} takes codes of a multiple of 8 bits, not ${bits}: its engine knows whole bytes only`,
    );
  }
  const ids = options.ids === undefined ? own : await readIds(options.ids);
  const textIds = typeof ids?.[0] === 'string';
  const order = BIT_ORDERS[bitOrder];
  let count = 0;
  const batches = async function* (): AsyncGenerator<CodeBatch> {
    for await (const points of rows()) {
      const codes = hasher.encode(points);
      for (let first = 0; first < codes.count; first += AT_ONCE) {
        const length = Math.min(AT_ONCE, codes.count - first);
        const some = codes.select(Array.from({ length }, (_, i) => first + i));
        yield { codes: some, ids: idsFrom(ids, count, length) };
        count += length;
      }
    }
    if (ids && ids.length !== count) throw wrongIds(ids.length, `${count} vectors`);
  };
  await writeStreamAtomic(out, (write, writeHead) =>
    format.write(batches(), { write, writeHead, bits, textIds, order, documentType }),
  );
  return count;
}

/** Of so many rows, from the first: as given, or their numbers. */
function idsFrom(ids: readonly Id[] | undefined, first: number, length: number): readonly Id[] {
  if (!ids) return Array.from({ length }, (_, i) => first + i);
  if (ids.length < first + length) throw wrongIds(ids.length, 'more vectors');
  return ids.slice(first, first + length);
}

function wrongIds(count: number, vectors: string): InvalidArgumentError {
  return new InvalidArgumentError(
    `--ids must name each vector, but there are ${count} ids for ${vectors}`,
  );
}
