import { resumeStream } from '../../../models/streaming/resume-stream.ts';
import { learnInBatches } from '../learn-in-batches.ts';
import type { Appender } from './appender.ts';

/** Models of `--method grh-stream`, whose files have what the stream needs to go on. */
export const streamAppender: Appender = {
  method: 'grh-stream',
  goesOnWith: ({ settings }) => 'stream' in settings,
  async append({ kernels, model, dataset, onProgress, signal }) {
    const hasher = resumeStream(kernels, model);
    try {
      const { summary } = await learnInBatches(hasher, dataset, { onProgress, signal });
      // What is half appended is not known to be so: the file stays as it was.
      signal.throwIfAborted();
      return { model: hasher.save({ state: true }), summary };
    } finally {
      hasher.dispose();
    }
  },
};
