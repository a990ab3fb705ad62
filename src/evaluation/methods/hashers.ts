import type { Executor, HyperplaneModel } from '../../core/executor.ts';
import type { Hasher } from '../../core/hasher.ts';
import type { CodeMethod, FittedLength, MethodInput, MethodSettings } from './method.ts';

/** A fitted hyperplane hasher. */
export interface FittedModel extends Hasher, HyperplaneModel {
  dispose(): void;
}

/** Seconds that `action` takes, beside its result. */
export async function timed<T>(
  action: () => T | Promise<T>,
): Promise<{ result: T; seconds: number }> {
  const start = performance.now();
  const result = await action();
  return { result, seconds: (performance.now() - start) / 1000 };
}

/** Fits a hasher of its own for each code length. */
export async function fitEach(
  input: MethodInput,
  tuned: { readonly settings: MethodSettings; readonly seconds: number },
  fit: (bits: number) => FittedModel | Promise<FittedModel>,
): Promise<CodeMethod> {
  const hashers: FittedModel[] = [];
  const lengths: FittedLength[] = [];
  const dispose = () => {
    for (const hasher of hashers) hasher.dispose();
  };
  try {
    for (const [i, bits] of input.bits.entries()) {
      input.signal?.throwIfAborted();
      input.onProgress?.(`${bits} bits`, i / input.bits.length);
      const { result, seconds } = await timed(() => fit(bits));
      hashers.push(result);
      const { settings } = tuned;
      lengths.push({ bits, trainSeconds: seconds, tuneSeconds: tuned.seconds, settings });
    }
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    kind: 'codes',
    lengths,
    encode: (points) => {
      const { executor, signal } = input;
      return inOrder(hashers, (hasher) => encodeOn(executor, hasher, points, signal));
    },
    dispose,
  };
}

async function encodeOn(
  executor: Executor | null,
  hasher: FittedModel,
  points: Parameters<Hasher['encode']>[0],
  signal: AbortSignal | undefined,
) {
  return executor ? executor.encode(hasher, points, { signal }) : hasher.encode(points);
}

async function inOrder<T, R>(items: readonly T[], action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await action(item));
  return results;
}
