import { isPromise } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';

/**
 * The answers of a filter that users gave, as `Array.filter` takes them.
 *
 * @param what - what it is asked about, for the message.
 */
export function verdicts<T>(what: string, filter: (item: T) => unknown): (item: T) => boolean {
  return (item) => {
    const verdict = filter(item);
    if (!isPromise(verdict)) return Boolean(verdict);
    throw new InvalidArgumentError(
      'filter must answer at once, but returned a promise, as async functions do: find out which ' +
        `${what} may pass before the search`,
    );
  };
}
