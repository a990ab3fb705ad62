import type { Matrix } from '../../core/matrix.ts';
import type { NpyStream } from '../../node/npy-stream.ts';
import type { ProgressLine } from './progress.ts';

/** The batches of a file, with a line of progress: rate and time left. */
export async function* counted(
  input: NpyStream,
  what: string,
  progress: ProgressLine,
): AsyncGenerator<Matrix, void, undefined> {
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
