import { npyHeader } from '../../data/npy.ts';
import type { BackendName } from '../../kernels/api.ts';
import { createKernels } from '../../kernels/create.ts';
import { RandomHyperplanes } from '../../models/random-hyperplanes.ts';
import { NpyStream } from '../../node/npy-stream.ts';
import { checkWritableFile, writeStreamAtomic } from '../../node/write-file.ts';
import { type ProgressLine, progressLine } from '../output/progress.ts';

/** Options as commander parsed them. */
export interface EncodeOptions {
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
  const input = await NpyStream.open(file);
  const progress = progressLine();
  try {
    const kernels = await createKernels({
      backend: options.backend,
      onFallback: (reason) => process.stderr.write(`${reason}\n`),
    });
    const { bits, seed, normalise, centre } = options;
    const hasher = new RandomHyperplanes({ kernels, bits, seed, normalise, centre });
    await hasher.fitBatches(counted(input, 'learning the mean', progress));
    await writeCodes(input, hasher, options.out, progress);
    progress.clear();
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(
      `Wrote ${options.out}: ${input.rows.toLocaleString('en-US')} codes of ${bits} bits ` +
        `(${seconds.toFixed(1)} s, ${kernels.name})\n`,
    );
  } finally {
    progress.clear();
    await input.close();
  }
}

async function writeCodes(
  input: NpyStream,
  hasher: RandomHyperplanes,
  path: string,
  progress: ProgressLine,
): Promise<void> {
  const bytesPerCode = Math.ceil(hasher.bits / 8);
  await writeStreamAtomic(path, async (write) => {
    await write(npyHeader('|u1', [input.rows, bytesPerCode]));
    for await (const points of counted(input, 'encoding', progress)) {
      await write(hasher.encode(points).toBytes());
    }
  });
}

/** The batches of a file, with a line of progress: rate and time left. */
async function* counted(input: NpyStream, what: string, progress: ProgressLine) {
  const start = performance.now();
  let done = 0;
  for await (const points of input.batches()) {
    yield points;
    done += points.rows;
    const seconds = (performance.now() - start) / 1000;
    const left = (seconds * (input.rows - done)) / done;
    const rate = Math.round(done / seconds).toLocaleString('en-US');
    progress.update(`${what}: ${rate} rows/s, ${left.toFixed(0)} s left`, done / input.rows);
  }
}
