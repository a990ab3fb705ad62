import { describe, expect, test } from 'vitest';
import {
  type BenchCase,
  type Contender,
  type DetailedResult,
  MIN_RUNS,
  measureCase,
} from '../../../src/bench/harness.ts';

/** A world in which time passes only when a contender runs. */
function world() {
  let time = 0;
  const log: string[] = [];
  return {
    log,
    now: () => time,
    /** Takes these milliseconds in turn, the last one for ever. */
    contender(name: string, millis: readonly number[], more: Partial<Contender> = {}): Contender {
      let run = 0;
      return {
        name,
        run() {
          log.push(name);
          time += millis[Math.min(run++, millis.length - 1)];
        },
        verify() {
          log.push(`check ${name}`);
          return true;
        },
        ...more,
      };
    },
  };
}

function caseOf(contenders: readonly Contender[]): BenchCase {
  return { suite: 's', name: 'n=1', unit: 'units/s', work: 10, contenders };
}

describe('measureCase', () => {
  test('checks every contender before anything is timed', async () => {
    const { contender, log, now } = world();
    await measureCase(caseOf([contender('a', [5]), contender('b', [5])]), 0.1, { now });
    const firstOfB = log.indexOf('check b');
    expect(log[0]).toBe('check a');
    // What runs before the second check is the first one's warm-up, no more.
    expect(log.slice(1, firstOfB)).toEqual(Array(10).fill('a'));
  });

  test('gives turns of 10 ms to one contender after the other', async () => {
    const { contender, log, now } = world();
    await measureCase(caseOf([contender('a', [2]), contender('b', [50])]), 0.2, { now });
    // Warm-ups of 100 ms: 50 runs and 2 runs.
    const timed = log.slice(2 + 50 + 2);
    expect(timed.slice(0, 12)).toEqual([...Array(5).fill('a'), 'b', ...Array(5).fill('a'), 'b']);
  });

  test('lets a contender that has had its share sit out', async () => {
    const { contender, now } = world();
    const bench = caseOf([contender('a', [1]), contender('b', [10])]);
    const [a, b] = await measureCase(bench, 0.2, { now });
    expect([a.runs, b.runs]).toEqual([100, 10]);
  });

  test('runs even the slowest contender three times', async () => {
    const { contender, now } = world();
    const bench = caseOf([contender('slow', [9000])]);
    const [slow] = await measureCase(bench, 0.01, { now });
    expect(slow.runs).toBe(MIN_RUNS);
    expect(slow.median).toBeCloseTo(10 / 9);
  });

  test('reports rates: median, what 95% of the runs reach, and the quartiles', async () => {
    const { contender, now } = world();
    // 20 runs of 1..20 ms after a warm-up of one run.
    const millis = [1000, ...Array.from({ length: 20 }, (_, i) => i + 1)];
    const [result] = await measureCase(caseOf([contender('a', millis)]), 0.21, { now });
    expect(result).toEqual({
      suite: 's',
      case: 'n=1',
      contender: 'a',
      unit: 'units/s',
      median: 10_000 / 10.5,
      p95: 10_000 / 19,
      runs: 20,
      verified: true,
      quartiles: [10_000 / 15, 10_000 / 5],
    });
  });

  test('tells the figures so far after every turn, the last time those of the result', async () => {
    const { contender, now } = world();
    const told: DetailedResult[] = [];
    const bench = caseOf([contender('a', [1]), contender('b', [10])]);
    const onTurn = (soFar: DetailedResult) => told.push(soFar);
    const results = await measureCase(bench, 0.2, { onTurn, now });
    const runsOf = (name: string) => told.flatMap((r) => (r.contender === name ? [r.runs] : []));
    expect(runsOf('a')).toEqual(Array.from({ length: 10 }, (_, i) => 10 * (i + 1)));
    expect(runsOf('b')).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
    expect(results.map((r) => told.findLast((t) => t.contender === r.contender))).toEqual(results);
  });

  test('says of every result whether the oracle agreed', async () => {
    const { contender, now } = world();
    const right = contender('right', [1]);
    const wrong = contender('wrong', [1], { verify: async () => false });
    const results = await measureCase(caseOf([right, wrong]), 0.02, { now });
    expect(results.map(({ verified }) => verified)).toEqual([true, false]);
  });

  test('takes the time of a contender that measures itself', async () => {
    const { contender, now } = world();
    const remote = contender('remote', [], { run: async () => 4 });
    // Its own clock goes on although ours stands still.
    const bench = caseOf([{ ...remote, verify: () => true }]);
    let time = 0;
    const clock = () => now() + time++;
    const [result] = await measureCase(bench, 0.04, { now: clock });
    expect(result.median).toBe(2500);
  });

  test('counts the work of a contender that does only a part of it', async () => {
    const { contender, now } = world();
    const bench = caseOf([contender('part', [2], { work: 1 }), contender('whole', [2])]);
    const [part, whole] = await measureCase(bench, 0.02, { now });
    expect([part.median, whole.median]).toEqual([500, 5000]);
  });

  test('reports cases apart that were measured in turns', async () => {
    const { contender, now } = world();
    const one = { case: 'n=1 threads=1' };
    const two = { case: 'n=1 threads=2' };
    const bench = caseOf([
      contender('a', [1], one),
      contender('a', [1], two),
      contender('b', [1], one),
      contender('b', [1], two),
    ]);
    const results = await measureCase(bench, 0.04, { now });
    expect(results.map((r) => `${r.case} ${r.contender}`)).toEqual([
      'n=1 threads=1 a',
      'n=1 threads=1 b',
      'n=1 threads=2 a',
      'n=1 threads=2 b',
    ]);
  });

  test('never reports an infinite rate, however coarse the clock', async () => {
    const bench = caseOf([{ name: 'a', run() {}, verify: () => true }]);
    let calls = 0;
    // Stands still but for one jump at the end of the warm-up.
    const clock = () => (calls++ < 2 ? 0 : 1000);
    const [result] = await measureCase(bench, 1e-6, { now: clock });
    expect(Number.isFinite(result.median)).toBe(true);
  });
});
