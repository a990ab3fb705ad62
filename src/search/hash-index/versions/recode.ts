import { checkWhole } from '../../../core/checks.ts';
import { DisposedError } from '../../../core/errors.ts';
import { nextTask } from '../../../core/next-task.ts';
import { checkOptions } from '../../../core/options.ts';
import { inTurns, type Steps } from '../../../core/steps.ts';
import type { Contents, Moment } from '../contents.ts';
import { statsOf } from '../stats.ts';
import { settled } from './adopt.ts';
import { codesOf, nextStale, withCodes } from './stale-rows.ts';

/** Options of `HashIndex.recode`. */
export interface RecodeOptions {
  /** At most so many entries are coded anew, at least 1. Default: all that are stale. */
  readonly entries?: number | undefined;
  /** Called now and then with how many entries are done, of how many. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Aborting rejects the promise with the signal's reason; what is done by then stays. */
  readonly signal?: AbortSignal | undefined;
}

/** @throws InvalidArgumentError for an option that is wrong or unknown. */
export function checkRecode(options: RecodeOptions): void {
  checkOptions('recode', options, { entries: 1, onProgress: 1, signal: 1 });
  const { entries } = options;
  if (entries !== undefined) checkWhole('entries', entries, 1, Number.MAX_SAFE_INTEGER);
}

/**
 * Codes stale entries anew with turns for others, and puts the codes in their place a few thousand at a
 * time. Rows whose segment was merged or rewritten meanwhile are coded once more.
 *
 * @returns how many were.
 */
export async function recodeInTurns(
  contents: Contents,
  { entries = Number.POSITIVE_INFINITY, onProgress, signal }: RecodeOptions,
): Promise<number> {
  let done = 0;
  signal?.throwIfAborted();
  while (done < entries) {
    if (contents.isDisposed) throw new DisposedError('index');
    const rows = nextStale(contents.now, entries - done);
    if (rows === null) break;
    // The vectors stay where they are as long as this is under way.
    const codes = await contents.during(() => inTurns(codesOf(rows), signal));
    const after = withCodes(contents.now, rows, codes);
    if (after !== null) {
      put(contents, settled(after.moment));
      done += after.entries;
      const left = statsOf(contents.now).stale;
      onProgress?.(done, done + Math.min(entries - done, left));
    }
    await nextTask();
    signal?.throwIfAborted();
  }
  // All that was stale may have been removed.
  put(contents, settled(contents.now));
  return done;
}

function put(contents: Contents, { snapshot, form }: Moment): void {
  contents.replace(snapshot, form);
}

/** A moment whose stale entries are coded anew; itself if there are none. */
export function* recoded(given: Moment): Steps<Moment> {
  let moment = given;
  for (;;) {
    const rows = nextStale(moment, Number.POSITIVE_INFINITY);
    if (rows === null) return settled(moment);
    moment = withCodes(moment, rows, yield* codesOf(rows))!.moment;
  }
}
