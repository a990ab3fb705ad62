/** One way to do a case's work. */
export interface Contender {
  readonly name: string;
  /** Another name of the case for this contender's result, where one run answers two questions. */
  readonly case?: string;
  /** Units of one run, where a slow contender does only a part of the work at a time. */
  readonly work?: number;
  /** Does the work once. Returns the milliseconds that it took if it measures them itself. */
  run(): RunOutcome | Promise<RunOutcome>;
  /** Does it once and compares with the oracle. Called before any timing. */
  verify(): boolean | Promise<boolean>;
  /** What else is to be said of it, once it is checked: recall, memory, ... */
  details?(): Details;
}

/** Figures that are no rates, by name. */
export type Details = Readonly<Record<string, number | string>>;

// biome-ignore lint/suspicious/noConfusingVoidType: most contenders measure nothing themselves
type RunOutcome = number | void;

/** One question of a suite. */
export interface BenchCase {
  readonly suite: string;
  /** The sizes: `n=1200 d=512 bits=16`. */
  readonly name: string;
  /** What a rate counts, per second. */
  readonly unit: string;
  /** Units that one run does. */
  readonly work: number;
  readonly contenders: readonly Contender[];
  dispose?(): void | Promise<void>;
}

/** One contender's figures; every figure is a rate, higher is better. */
export interface BenchResult {
  readonly suite: string;
  readonly case: string;
  readonly contender: string;
  readonly unit: string;
  readonly median: number;
  /** The rate that 95% of the runs reach. */
  readonly p95: number;
  readonly runs: number;
  /** Whether its output was checked against the oracle before timing, and equalled it. */
  readonly verified: boolean;
  readonly details?: Details;
}

/** A result with the rates between which the middle half of the runs lies. */
export interface DetailedResult extends BenchResult {
  readonly quartiles: readonly [low: number, high: number];
}

/** The fewest timed runs of a contender, however slow it is. */
export const MIN_RUNS = 3;
const MAX_RUNS = 2000;
/** A contender runs again and again for this long before it is another's turn. */
const TURN_MILLIS = 10;
/** Engines compile what runs often. The check counts, since it runs the same code. */
const WARM_UP_MILLIS = 200;

/** What the time is measured with; tests have clocks of their own. */
export type Clock = () => number;

/** Options of `measureCase`. */
export interface MeasureOptions {
  /** Called, and waited for, before each step; an error of its own ends the measuring. */
  readonly onStep?: ((what: string) => void | Promise<void>) | undefined;
  /** Told the figures of a contender after each of its turns: of all its runs so far. */
  readonly onTurn?: ((soFar: DetailedResult) => void) | undefined;
  /** Default: `performance.now`. */
  readonly now?: Clock | undefined;
}

interface Entry {
  readonly contender: Contender;
  readonly verified: boolean;
  readonly times: number[];
  spent: number;
}

/**
 * Times the contenders of one case in turns (A B C A B C ...), so that a drift of the machine hits
 * all alike, and a contender that ran before finds caches as it left them only within its turn. One
 * that has had its share of the time sits out.
 *
 * @param seconds - of timed runs, shared by the contenders.
 */
export async function measureCase(
  bench: BenchCase,
  seconds: number,
  options: MeasureOptions = {},
): Promise<DetailedResult[]> {
  const { onStep, onTurn, now = () => performance.now() } = options;
  const share = (seconds * 1000) / bench.contenders.length;
  const entries: Entry[] = [];
  for (const contender of bench.contenders) {
    await onStep?.(`checking ${contender.name}`);
    const start = now();
    const verified = await contender.verify();
    const end = start + Math.min(WARM_UP_MILLIS, share);
    while (now() < end) await timed(contender, now);
    entries.push({ contender, verified, times: [], spent: 0 });
  }
  for (;;) {
    const due = entries.filter(isDue);
    if (due.length === 0) break;
    for (const entry of due) {
      await onStep?.(`timing ${entry.contender.name}`);
      await takeTurn(entry, now);
      onTurn?.(resultOf(bench, entry));
    }
  }
  return inOrderOfCases(entries.map((entry) => resultOf(bench, entry)));

  function isDue({ times, spent }: Entry): boolean {
    return times.length < MIN_RUNS || (spent < share && times.length < MAX_RUNS);
  }

  async function takeTurn(entry: Entry, clock: Clock): Promise<void> {
    const end = entry.spent + TURN_MILLIS;
    do {
      const millis = await timed(entry.contender, clock);
      entry.times.push(millis);
      entry.spent += millis;
    } while (entry.spent < end && isDue(entry));
  }
}

/** Contenders that are measured in turns may belong to different cases, which are reported apart. */
function inOrderOfCases(results: readonly DetailedResult[]): DetailedResult[] {
  const cases = [...new Set(results.map((result) => result.case))];
  return cases.flatMap((name) => results.filter((result) => result.case === name));
}

async function timed(contender: Contender, now: Clock): Promise<number> {
  const start = now();
  const outcome = contender.run();
  // Waiting for what is no promise would take time too.
  const own = outcome instanceof Promise ? await outcome : outcome;
  const millis = typeof own === 'number' ? own : now() - start;
  // A clock too coarse to see a run must not give an infinite rate.
  return Math.max(millis, 1e-6);
}

function resultOf(bench: BenchCase, { contender, times, verified }: Entry): DetailedResult {
  const sorted = times.toSorted((a, b) => a - b);
  const rate = (millis: number) => ((contender.work ?? bench.work) * 1000) / millis;
  const atShare = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
  const half = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  return {
    suite: bench.suite,
    case: contender.case ?? bench.name,
    contender: contender.name,
    unit: bench.unit,
    median: rate(median),
    p95: rate(atShare(0.95)),
    runs: sorted.length,
    verified,
    ...(contender.details && { details: contender.details() }),
    quartiles: [rate(atShare(0.75)), rate(atShare(0.25))],
  };
}
