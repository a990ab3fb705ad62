import { HashplaneError, InvalidArgumentError } from '../core/errors.ts';

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs a check of options: what it refuses is a fault of usage. */
export function asUsage<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof InvalidArgumentError) {
      throw new UsageError(error.message, { cause: error });
    }
    throw error;
  }
}

/** One line for people and the exit code: 2 for usage, 1 for the rest. */
export function explain(error: unknown): { line: string; exitCode: number } {
  if (error instanceof UsageError) return { line: error.message, exitCode: 2 };
  if (error instanceof HashplaneError) return { line: error.message, exitCode: 1 };
  const message = error instanceof Error ? error.message : String(error);
  const firstLine = message.split('\n', 1)[0];
  return { line: `unexpected fault: ${firstLine} (set HASHPLANE_DEBUG=1 for more)`, exitCode: 1 };
}
