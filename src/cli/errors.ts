import { constants } from 'node:os';
import { CommanderError } from 'commander';
import { HashplaneError, InvalidArgumentError } from '../core/errors.ts';
import { printable } from './output/printable.ts';

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A signal asked to stop: exit code 128 and its number, as shells have it. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  readonly signal: NodeJS.Signals;
  /** Whether the work goes on all the same: it waits for something that may never come. */
  readonly isStuck: boolean;

  /** @param kept - what there is of the work now, as a clause. */
  constructor(signal: NodeJS.Signals, kept: string, isStuck: boolean) {
    super(`stopped by ${signal}: ${kept}`);
    this.signal = signal;
    this.isStuck = isStuck;
  }

  get exitCode(): number {
    return 128 + constants.signals[this.signal];
  }
}

/** Runs a check of settings that are named as the options are: what it refuses is a usage error. */
export function asUsage<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof InvalidArgumentError) {
      throw new UsageError(`--${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** One line for people and the exit code: 2 for usage, 128 and more for signals, 1 for the rest. */
export function explain(error: unknown): { line: string; exitCode: number } {
  const [text, exitCode] = textOf(error);
  return { line: printable(text), exitCode };
}

function textOf(error: unknown): [string, number] {
  // --help and --version end here too, with nothing left to say.
  if (error instanceof CommanderError) return [usageText(error), error.exitCode === 0 ? 0 : 2];
  if (error instanceof UsageError) return [error.message, 2];
  if (error instanceof InterruptedError) return [error.message, error.exitCode];
  if (error instanceof HashplaneError) return [error.message, 1];
  const message = error instanceof Error ? error.message : String(error);
  return [`unexpected fault: ${message.split('\n', 1)[0]} (set HASHPLANE_DEBUG=1 for more)`, 1];
}

/** Commander's message in the words of the other ones. */
function usageText({ message }: CommanderError): string {
  return message
    .replace(/^error: /, '')
    .replace(/^option '(--[a-z-]+)[^']*' argument '.*' is invalid\. It must/s, '$1 must')
    .replace(/\.$/, '');
}
