import { setTimeout as sleep } from 'node:timers/promises';
import { InterruptedError } from './errors.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How long the work may take to clean up after a signal. */
const GRACE_MILLIS = 2000;

/**
 * Runs long work whose end is a file. A signal that asks to stop aborts `signal`, whose reason says
 * that `out` is as it was; the work throws it and removes what it had begun. A second signal of the
 * same kind stops at once.
 */
export async function interruptible<T>(
  out: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals) => {
    controller.abort(new InterruptedError(`stopped by ${name}: ${out} is as it was before`, name));
  };
  for (const name of SIGNALS) process.once(name, stop);
  try {
    return await Promise.race([work(controller.signal), overdue(controller.signal)]);
  } finally {
    for (const name of SIGNALS) process.off(name, stop);
  }
}

/** Rejects a while after an abort: work that waits for a pipe that nobody fills never looks. */
function overdue(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = async () => {
      await sleep(GRACE_MILLIS, undefined, { ref: false });
      const { reason } = signal;
      if (reason instanceof InterruptedError) reason.isStuck = true;
      reject(reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
