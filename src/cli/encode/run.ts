import { npyHeader } from '../../data/npy.ts';
import type { BackendName } from '../../kernels/api.ts';
import { createKernels } from '../../kernels/create.ts';
import { RandomHyperplanes } from '../../models/random-hyperplanes.ts';
import { openRowStream } from '../../node/row-stream/open.ts';
import type { RowStream } from '../../node/row-stream/row-stream.ts';
import { checkWritableFile, writeStreamAtomic } from '../../node/write-file.ts';
import { counted, countRows } from '../output/counted.ts';
import { type ProgressLine, progressLine } from '../output/progress.ts';

/** Options as commander parsed them. */
export interface EncodeOptions {
  readonly array?: string;
  readonly labelColumn?: string;
  readonly bits: number;
  readonly seed: number;
  readonly normalise: boolean;
  readonly centre: boolean;
  readonly backend: 'auto' | BackendName;
  readonly out: string;
}

export async function runEncodeCommand(file: string, options: EncodeOptions): Promise<void> {
  const started = performance.now();
  await checkWritableFile(options.out);
  const input = await openRowStream(file, options);
  const progress = progressLine();
  try {
    const kernels = await createKernels({
      backend: options.backend,
      onFallback: (reason) => process.stderr.write(`${reason}\n`),
    });
    const { bits, seed, normalise, centre } = options;
    const hasher = new RandomHyperplanes({ kernels, bits, seed, normalise, centre });
    await hasher.fitBatches(counted(input, 'learning the mean', progress));
    const rows = await writeCodes(input, hasher, options.out, progress);
    progress.clear();
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(
      `Wrote ${options.out}: ${rows.toLocaleString('en-US')} codes of ${bits} bits ` +
        `(${seconds.toFixed(1)} s, ${kernels.name})\n`,
    );
  } finally {
    progress.clear();
    await input.close();
  }
}

async function writeCodes(
  input: RowStream,
  hasher: RandomHyperplanes,
  path: string,
  progress: ProgressLine,
): Promise<number> {
  const bytesPerCode = Math.ceil(hasher.bits / 8);
  const rows = await countRows(input, progress);
  await writeStreamAtomic(path, async (write) => {
    await write(npyHeader('|u1', [rows, bytesPerCode]));
    for await (const points of counted(input, 'encoding', progress)) {
      await write(hasher.encode(points).toBytes());
    }
  });
  return rows;
}
