import { describe, expect, test } from 'vitest';
import type { DetailedResult } from '../../../../src/bench/harness.ts';
import type { FromRace, StartRace } from '../../../../src/demo/race/protocol.ts';
import { raceJson } from '../../../../src/demo/race/results.ts';
import { RaceSession, type RaceWorker } from '../../../../src/demo/race/session.ts';

class StubWorker implements RaceWorker {
  onmessage: RaceWorker['onmessage'] = null;
  onerror: RaceWorker['onerror'] = null;
  readonly asked: StartRace[] = [];
  isEnded = false;

  postMessage(message: StartRace): void {
    this.asked.push(message);
  }

  terminate(): void {
    this.isEnded = true;
  }

  tell(data: FromRace): void {
    this.onmessage?.({ data } as MessageEvent<FromRace>);
  }
}

function session() {
  const workers: StubWorker[] = [];
  const race = new RaceSession(() => {
    workers.push(new StubWorker());
    return workers.at(-1) as StubWorker;
  });
  const changes: (string | null)[] = [];
  race.onChange = (event) => changes.push(event);
  return { race, workers, changes };
}

const DEVICE = { cores: 8, simd: true, relaxedSimd: false };
const result = (contender: string, median: number): DetailedResult => ({
  ...{ suite: 'projection', case: 'n=1200', unit: 'GF/s', p95: 1, runs: 5, verified: true },
  ...{ contender, median, quartiles: [median, median] },
});
const RESULTS = [result('wasm-simd', 30), result('naive', 2)];

describe('a race', () => {
  test('asks the worker of the device once, and races in the same one', () => {
    const { race, workers } = session();
    race.meet();
    race.meet();
    workers[0].tell({ type: 'ready', device: DEVICE, missing: { wasm: 'a policy forbids it' } });
    race.start(2);
    expect(workers.length).toBe(1);
    expect(workers[0].asked).toEqual([{ seconds: 2 }]);
    expect([race.device, race.missing]).toEqual([DEVICE, { wasm: 'a policy forbids it' }]);
  });

  test('tells of every change, and ends its worker when it is done', () => {
    const { race, workers, changes } = session();
    race.start(2);
    workers[0].tell({ type: 'checking', event: 'encode', what: 'checking wasm' });
    expect(race.event('encode').phase).toBe('checking');
    workers[0].tell({ type: 'standing', event: 'encode', results: RESULTS, share: 0.4 });
    expect(race.event('encode')).toMatchObject({ phase: 'running', share: 0.4 });
    workers[0].tell({ type: 'standing', event: 'encode', results: RESULTS, share: 1 });
    expect(race.event('encode').phase).toBe('done');
    workers[0].tell({ type: 'done' });
    expect([race.phase, workers[0].isEnded]).toEqual(['done', true]);
    expect(changes).toEqual([null, 'encode', 'encode', 'encode', null]);
  });

  test('that is stopped keeps what was measured, and hears no more', () => {
    const { race, workers } = session();
    race.start(2);
    workers[0].tell({ type: 'standing', event: 'encode', results: RESULTS, share: 1 });
    workers[0].tell({ type: 'standing', event: 'hamming', results: RESULTS, share: 0.5 });
    race.stop();
    workers[0].tell({ type: 'standing', event: 'probe', results: RESULTS, share: 0.5 });
    expect(workers[0].isEnded).toBe(true);
    expect(['encode', 'hamming', 'probe'].map((name) => race.event(name as 'probe').phase)).toEqual(
      ['done', 'stopped', 'waiting'],
    );
    expect(race.hasResults).toBe(true);
  });

  test('begins anew in a new worker', () => {
    const { race, workers } = session();
    race.start(2);
    workers[0].tell({ type: 'standing', event: 'encode', results: RESULTS, share: 1 });
    race.stop();
    race.start(3);
    expect(workers.map(({ asked }) => asked.length)).toEqual([1, 1]);
    expect(race.hasResults).toBe(false);
  });

  test('that fails says why, whatever failed', () => {
    const { race, workers } = session();
    race.start(2);
    workers[0].tell({ type: 'failed', error: { name: 'RangeError', message: 'no memory' } });
    expect([race.phase, race.error?.message]).toEqual(['failed', 'no memory']);
    race.start(2);
    const event = { message: '', preventDefault() {} } as ErrorEvent;
    workers[1].onerror?.(event);
    expect(race.error?.message).toBe("the worker's script does not load");
  });
});

test('the file of a race has the device, all results and whether an event came to its end', () => {
  const { race, workers } = session();
  race.meet();
  workers[0].tell({ type: 'ready', device: DEVICE, missing: {} });
  race.start(2);
  workers[0].tell({ type: 'standing', event: 'encode', results: RESULTS, share: 1 });
  workers[0].tell({ type: 'standing', event: 'hamming', results: RESULTS.slice(0, 1), share: 0.5 });
  const file = JSON.parse(raceJson(race, new Date('2026-01-02T03:04:05Z')));
  expect(file).toMatchObject({ created: '2026-01-02T03:04:05.000Z', device: DEVICE, missing: {} });
  expect(file.results).toEqual([
    { event: 'encode', ...RESULTS[0], timesNaive: 15, complete: true },
    { event: 'encode', ...RESULTS[1], timesNaive: 1, complete: true },
    { event: 'hamming', ...RESULTS[0], timesNaive: null, complete: false },
  ]);
});
