import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import { openRowStream } from '../../node/row-stream/open.ts';
import type { RowStream } from '../../node/row-stream/row-stream.ts';
import { tableOptions } from '../options/table.ts';
import { isOfPictures } from '../pictures/is-of-pictures.ts';
import { readPictures } from '../pictures/read-pictures.ts';
import { settingsFrom } from '../pictures/settings.ts';
import type { WorkTools } from '../work.ts';
import type { EncodeOptions } from './options.ts';

/** Rows that are encoded, batch by batch. */
export interface EncodeInput extends Pick<RowStream, 'cols' | 'share'> {
  /** What names each row, if anything does. */
  readonly ids?: readonly string[];
  batches(): AsyncGenerator<Matrix, void, undefined>;
  close(): Promise<void>;
}

/** Rows of a file of vectors; described pictures, which are held, since the mean is learned before. */
export async function openEncodeInput(
  path: string,
  options: EncodeOptions,
  kernels: Kernels,
  tools: WorkTools,
): Promise<EncodeInput> {
  if (!(await isOfPictures(path, options))) {
    return openRowStream(path, tableOptions(options, tools.progress));
  }
  const settings = settingsFrom(options);
  const { points, ids } = await readPictures(path, {
    ...{ kernels, settings, ...tools },
    options: { ...options, labels: false },
  });
  async function* batches() {
    yield points;
  }
  return { cols: points.cols, share: 1, ids, batches, close: async () => {} };
}
