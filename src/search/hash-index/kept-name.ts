import { FileError, HashplaneError, InvalidArgumentError } from '../../core/errors.ts';

/** @throws InvalidArgumentError unless an index can be kept under the name. */
export function checkName(name: string): void {
  if (typeof name !== 'string' || name === '') {
    throw new InvalidArgumentError('the name of an index must be a text that is not empty');
  }
}

/** Whether an error says enough as it is: the library's own, or that of a signal. */
export function isOwn(error: unknown): boolean {
  return error instanceof HashplaneError || nameOf(error) === 'AbortError';
}

export function nameOf(error: unknown): unknown {
  return (error as { name?: unknown } | null)?.name;
}

/** What a store of the browser refused, as the library's own error. */
export function refused(what: string, cause: unknown): FileError {
  const reason = cause instanceof Error && cause.message ? cause.message : String(cause);
  return new FileError(`${what}: ${reason}`, { cause });
}
