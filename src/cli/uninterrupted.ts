const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a short job to its end, such as writing a file: a signal that asks to stop takes its course
 * after it. A second one of the same kind stops at once.
 */
export async function uninterrupted<T>(job: () => Promise<T>): Promise<T> {
  let held: NodeJS.Signals | undefined;
  const hold = (signal: NodeJS.Signals) => {
    held = signal;
  };
  for (const signal of SIGNALS) process.once(signal, hold);
  try {
    return await job();
  } finally {
    for (const signal of SIGNALS) process.off(signal, hold);
    if (held) process.kill(process.pid, held);
  }
}
