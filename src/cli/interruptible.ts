import { setTimeout as sleep } from 'node:timers/promises';
import { InterruptedError } from './errors.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How long the work may take to clean up after a signal. */
const GRACE_MILLIS = 5000;

/**
 * Runs long work. A signal that asks to stop aborts the work's own signal; the work ends at its next
 * pause and removes what it had begun. A second signal of the same kind stops at once.
 *
 * @param kept - what there is of the work when it was stopped, as a clause.
 * @param isWorthWaiting - asked a while after the signal: whether the work has something to finish
 *   first, however long that takes. Default: it has not.
 * @throws InterruptedError if a signal stopped it; other faults of the work get through.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  kept: () => string,
  isWorthWaiting: () => boolean = () => false,
): Promise<T> {
  const controller = new AbortController();
  const { signal } = controller;
  let received: NodeJS.Signals | undefined;
  let isStuck = false;
  const stop = (name: NodeJS.Signals) => {
    received ??= name;
    controller.abort();
  };
  /** Rejects a while after an abort: work that waits for a pipe that nobody fills never looks. */
  const overdue = new Promise<never>((_, reject) => {
    const giveUp = async () => {
      await sleep(GRACE_MILLIS, undefined, { ref: false });
      if (isWorthWaiting()) return;
      isStuck = true;
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
  });
  for (const name of SIGNALS) process.once(name, stop);
  try {
    return await Promise.race([work(signal), overdue]);
  } catch (error) {
    if (!received || !isCausedBy(error, signal.reason)) throw error;
    throw new InterruptedError(received, kept(), isStuck);
  } finally {
    for (const name of SIGNALS) process.off(name, stop);
  }
}

/** Whether it is the reason itself, or a fault that was made of it on its way up. */
function isCausedBy(error: unknown, reason: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) if (each === reason) return true;
  return false;
}
