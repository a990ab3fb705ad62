import { FileError } from '../../core/errors.ts';

/** How long to wait for a page that is about to close. */
const WAIT_MILLIS = 2000;

/** What is used of `navigator.locks`. */
interface Locks {
  request(
    name: string,
    options: { signal: AbortSignal },
    work: () => Promise<void>,
  ): Promise<unknown>;
}

/**
 * Holds a name among the pages and workers of a site; the browser gives it back when the page is gone.
 * Where there are no locks (pages that are not secure) nothing is held.
 *
 * @param place - as PGlite knows it: `idb://photos`.
 * @returns what gives it back.
 * @throws FileError if another page holds it for longer than a moment.
 */
export async function lockName(place: string): Promise<() => void> {
  const locks = (globalThis as { navigator?: { locks?: Locks } }).navigator?.locks;
  if (!locks) return () => {};
  return new Promise((got, fail) => {
    const signal = AbortSignal.timeout(WAIT_MILLIS);
    const whileHeld = () => new Promise<void>((release) => got(release));
    locks.request(`hashplane ${place}`, { signal }, whileHeld).catch((error) => {
      const busy = signal.aborted;
      const why = busy
        ? `${place} is open in another page or worker: a second opening would lose rows; close it there first`
        : `can't lock ${place}: ${(error as Error).message}`;
      fail(new FileError(why, { cause: error }));
    });
  });
}
