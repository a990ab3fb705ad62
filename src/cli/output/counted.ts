import type { Matrix } from '../../core/matrix.ts';
import type { RowStream } from '../../node/row-stream/row-stream.ts';
import type { ProgressLine } from './progress.ts';

/** The batches of a file, with a line of progress: rate and time left. */
export async function* counted(
  input: Pick<RowStream, 'batches' | 'share'>,
  what: string,
  progress: ProgressLine,
): AsyncGenerator<Matrix, void, undefined> {
  const start = performance.now();
  let done = 0;
  for await (const points of input.batches()) {
    yield points;
    done += points.rows;
    const seconds = (performance.now() - start) / 1000;
    const left = (seconds * (1 - input.share)) / input.share;
    const rate = Math.round(done / seconds).toLocaleString('en-US');
    progress.update(`${what}: ${rate} rows/s, ${left.toFixed(0)} s left`, input.share);
  }
}
