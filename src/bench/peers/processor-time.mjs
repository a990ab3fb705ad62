// Processor time in place of the clock: what takes milliseconds is interrupted on a busy machine, what
// takes microseconds is not, so by the clock their ratio would be that of the load.

/**
 * The contender, timed by what its process spends. One that measures itself already does so.
 *
 * @template {{ run: () => number | void | Promise<number | void> }} T
 * @param {T} contender
 * @returns {T}
 */
export function byProcessor(contender) {
  const { run } = contender;
  return {
    ...contender,
    run() {
      const before = process.cpuUsage();
      const outcome = run();
      if (outcome instanceof Promise) return outcome;
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    },
  };
}
