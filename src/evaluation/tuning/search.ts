/** One combination of settings that was tried. */
export interface TuningTrial<Settings> {
  readonly settings: Settings;
  /** Mean over the folds; higher is better. */
  readonly score: number;
  readonly seconds: number;
}

/** What a search for settings found. */
export interface TuningResult<Settings> {
  readonly best: Settings;
  /** All that was tried, in order. */
  readonly trials: readonly TuningTrial<Settings>[];
  /** Whether everything was tried, and not as much as the time allowed. */
  readonly isComplete: boolean;
  readonly seconds: number;
}

/** Options of a search. */
export interface SearchOptions<Settings> {
  /** Seconds after which nothing more is tried. Default: no limit. */
  readonly seconds?: number | undefined;
  /** Called before each trial, with the number of trials so far and of all that may come. */
  readonly onProgress?: ((done: number, total: number, trial: Settings) => void) | undefined;
  /** Aborting rejects the promise with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Aborting ends the search as if its time were up, in the middle of a trial too: the best so far
   * is the outcome. Rejects with the reason where nothing was tried yet.
   */
  readonly enough?: AbortSignal | undefined;
}

/**
 * Looks for good settings stage by stage: each stage tries some changes to the best settings so
 * far, the first of equal scores stays. The settings to start from are tried first, whatever the
 * time allows. Without a limit of time the outcome depends on the scores alone.
 *
 * @param start - settings to begin with.
 * @param stages - changes to try, one after another: for instance values of one setting each.
 * @param score - the higher the better.
 */
export async function searchStages<Settings extends object>(
  start: Settings,
  stages: readonly (readonly Partial<Settings>[])[],
  score: (settings: Settings) => Promise<number>,
  options: SearchOptions<Settings> = {},
): Promise<TuningResult<Settings>> {
  const { seconds: limit = Number.POSITIVE_INFINITY, onProgress, signal, enough } = options;
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const total = 1 + stages.reduce((sum, changes) => sum + changes.length, 0);
  const trials: TuningTrial<Settings>[] = [];
  const attempt = async (settings: Settings): Promise<TuningTrial<Settings>> => {
    const known = trials.find((trial) => isSame(trial.settings, settings));
    if (known) return known;
    signal?.throwIfAborted();
    enough?.throwIfAborted();
    onProgress?.(trials.length, total, settings);
    const since = elapsed();
    const trial = { settings, score: await score(settings), seconds: elapsed() - since };
    trials.push(trial);
    return trial;
  };
  let best = await attempt(start);
  let isComplete = true;
  try {
    for (const changes of stages) {
      const base = best.settings;
      for (const change of changes) {
        if (elapsed() >= limit) {
          isComplete = false;
          break;
        }
        const trial = await attempt({ ...base, ...change });
        if (trial.score > best.score) best = trial;
      }
    }
  } catch (error) {
    if (!enough?.aborted || error !== enough.reason) throw error;
    isComplete = false;
  }
  return { best: best.settings, trials, isComplete, seconds: elapsed() };
}

/** Aborted with either of the signals, for the work of a trial. */
export function either(
  signal: AbortSignal | undefined,
  enough: AbortSignal | undefined,
): AbortSignal | undefined {
  return signal && enough ? AbortSignal.any([signal, enough]) : (signal ?? enough);
}

function isSame(a: object, b: object): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
