import { InvalidArgumentError } from '../../core/errors.ts';
import type { Matrix } from '../../core/matrix.ts';
import { npyHeader } from '../../data/numpy/npy.ts';
import type { HyperplaneHasher } from '../../models/hyperplane-hasher.ts';
import { openRowStream } from '../../node/row-stream/open.ts';
import { checkWritableFile, writeStreamAtomic } from '../../node/write-file.ts';
import { BIT_ORDERS, type BitOrderName } from '../options/codes.ts';
import { type TableArguments, tableOptions } from '../options/table.ts';
import { counted } from '../output/counted.ts';
import { printable } from '../output/printable.ts';
import { type BackendChoice, startKernels } from '../start-kernels.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { runWork, type WorkTools } from '../work.ts';
import { checkHasherOptions, type HasherOptions, hasherFor } from './hasher.ts';

/** Options as commander parsed them. */
export interface EncodeOptions extends HasherOptions, TableArguments {
  readonly bitOrder: BitOrderName;
  readonly backend: BackendChoice;
  readonly out: string;
}

/** @param given - whether an option stands on the command line. */
export async function runEncodeCommand(
  file: string,
  options: EncodeOptions,
  given: (name: string) => boolean,
): Promise<void> {
  const started = performance.now();
  checkHasherOptions(options, given);
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

async function encodeFile(file: string, options: EncodeOptions, { progress, signal }: WorkTools) {
  const input = await openRowStream(file, tableOptions(options, progress));
  try {
    const kernels = await startKernels(options.backend, progress);
    const rows = (what: string) => unlessAborted(counted(input, what, progress), signal);
    const hasher = await hasherFor(kernels, options, () => rows('learning the mean'));
    checkDimensions(file, input.cols, options.model, hasher);
    const count = await writeCodes(options, hasher, () => rows('encoding'));
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

/** Writes the codes of all rows and returns how many there were: text tells only at its end. */
async function writeCodes(
  { out, bitOrder }: EncodeOptions,
  hasher: HyperplaneHasher,
  rows: () => AsyncIterable<Matrix>,
): Promise<number> {
  const bytesPerCode = Math.ceil(hasher.bits / 8);
  let count = 0;
  await writeStreamAtomic(out, async (write, writeHead) => {
    await write(npyHeader('|u1', [0, bytesPerCode]));
    for await (const points of rows()) {
      await write(hasher.encode(points).toBytes(BIT_ORDERS[bitOrder]));
      count += points.rows;
    }
    // Headers are padded: this one is as long.
    await writeHead(npyHeader('|u1', [count, bytesPerCode]));
  });
  return count;
}
