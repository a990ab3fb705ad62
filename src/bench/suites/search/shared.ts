import type { BenchContext } from '../suite.ts';

/** What `make` makes, once in a run. */
export function sharedBy<T>(
  context: BenchContext,
  name: string,
  make: () => T | Promise<T>,
): Promise<T> {
  let value = context.shared.get(name) as Promise<T> | undefined;
  if (!value) {
    value = Promise.resolve().then(make);
    context.shared.set(name, value);
  }
  return value;
}

/** A value and the processor seconds that making it took: other programs may be busy too. */
export async function timedBuild<T>(
  build: () => T | Promise<T>,
): Promise<{ readonly value: T; readonly seconds: number }> {
  const before = process.cpuUsage();
  const value = await build();
  const { user, system } = process.cpuUsage(before);
  return { value, seconds: (user + system) / 1e6 };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** How many of `truth` are in `found`. */
export function shared(found: ArrayLike<number>, truth: ReadonlySet<number>): number {
  let count = 0;
  for (let i = 0; i < found.length; i++) if (truth.has(found[i])) count++;
  return count;
}
