import { BackendError } from '../core/errors.ts';

/**
 * What the dynamic import of a package gives.
 *
 * @param load - `() => import('...')`, written where it is needed, for bundlers to find it.
 * @throws BackendError where the package is missing or the host imports nothing dynamically.
 */
export async function loadPackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const [reason] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new BackendError(`the package ${name} can't be loaded here: ${reason}`, { cause });
  }
}
