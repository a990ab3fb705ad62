import { interruptible } from './interruptible.ts';
import { type ProgressLine, progressLine } from './output/progress.ts';

/** What the work of a command has at hand. */
export interface WorkTools {
  readonly progress: ProgressLine;
  /** Aborted when a signal asks to stop. */
  readonly signal: AbortSignal;
}

/**
 * Runs the work of a command, which may take long: with a line of progress, which is gone when the
 * work ends, and until a signal asks to stop; see `interruptible`. Results are printed after it.
 *
 * @param kept - what a signal leaves, as a clause. Default: for work that writes nothing.
 * @param isWorthWaiting - whether work that was asked to stop has something to finish first.
 */
export async function runWork<T>(
  work: (tools: WorkTools) => Promise<T>,
  kept: () => string = () => 'nothing was written',
  isWorthWaiting?: () => boolean,
): Promise<T> {
  const progress = progressLine();
  try {
    return await interruptible((signal) => work({ progress, signal }), kept, isWorthWaiting);
  } finally {
    progress.clear();
  }
}
