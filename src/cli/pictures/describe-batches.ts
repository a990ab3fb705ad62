import type { Matrix } from '../../core/matrix.ts';
import { PictureDescriptor } from '../../descriptors/picture-descriptor.ts';
import type { DescriptorSettings } from '../../descriptors/settings.ts';
import type { Kernels } from '../../kernels/api.ts';
import { decodeInBatches } from '../../node/picture-source/decode-batches.ts';
import type { PictureEntry } from '../../node/picture-source/types.ts';
import { createThreadPool } from '../../node/threads.ts';
import type { PictureArguments } from '../options/pictures.ts';
import type { WorkTools } from '../work.ts';
import type { BrokenPictures } from './broken.ts';

/** What describing takes. */
export interface DescribeContext extends WorkTools {
  readonly kernels: Kernels;
  readonly settings: DescriptorSettings;
  readonly options: Pick<PictureArguments, 'strict' | 'threads'>;
  readonly broken: BrokenPictures;
}

/** Described pictures. */
export interface DescribedBatch {
  readonly points: Matrix;
  /** Of each row, the place of its picture among the entries. */
  readonly places: readonly number[];
}

/** Threads that decode, and others that describe meanwhile, unless they are asked for. */
export const DEFAULT_THREADS = 2;

/** Pictures for which one more thread pays. */
const WORTH_A_THREAD = 50;

/** Decodes and describes pictures, batch by batch and in their order, with a line of progress. */
export async function* describeInBatches(
  entries: readonly PictureEntry[],
  { kernels, settings, options, broken, progress, signal }: DescribeContext,
): AsyncGenerator<DescribedBatch, void, undefined> {
  const { strict = false, threads: most = DEFAULT_THREADS } = options;
  // Each thread draws tables of its own first, which takes as long as some tens of pictures.
  const threads = Math.max(1, Math.min(most, Math.floor(entries.length / WORTH_A_THREAD)));
  const descriptor = new PictureDescriptor({ kernels, ...settings });
  const pool = threads > 1 ? await createThreadPool({ backend: kernels.name, threads }) : undefined;
  const onBroken = (id: string, error: Error) => broken.add(id, error);
  const decoding = { threads, signal, ...(!strict && { onBroken }) };
  try {
    for await (const { pictures, places, done } of decodeInBatches(entries, decoding)) {
      const points = await descriptor.describe(pictures, { pool, signal });
      yield { points, places };
      const shown = done.toLocaleString('en-US');
      progress.update(`describing: ${shown} pictures`, done / entries.length);
    }
    broken.end();
  } finally {
    await pool?.close();
    descriptor.dispose();
  }
}
