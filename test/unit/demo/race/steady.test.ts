import { expect, test } from 'vitest';
import { type BenchCase, measureCase } from '../../../../src/bench/harness.ts';
import { steady } from '../../../../src/demo/race/steady.ts';

/** A clock that shows whole milliseconds, as some browsers' do, and work that takes a part of one. */
function coarse(millis: number) {
  let time = 0;
  const bench: BenchCase = {
    suite: 's',
    name: 'n=1',
    unit: 'units/s',
    work: 3,
    contenders: [
      {
        name: 'quick',
        run: () => {
          time += millis;
        },
        verify: () => true,
      },
    ],
  };
  return { bench, now: () => Math.floor(time) };
}

test('short work is repeated until a coarse clock tells its rate', async () => {
  const { bench, now } = coarse(0.3);
  const [guessed] = await measureCase(bench, 0.5, { now });
  const [steadied] = await measureCase(steady(bench, now), 0.5, { now });
  const rate = 3 / 0.0003;
  expect(Math.abs(steadied.median / rate - 1)).toBeLessThan(0.06);
  expect(Math.abs(guessed.median / rate - 1)).toBeGreaterThan(1);
});

test('long work is done once a run, and a contender keeps the work that is its own', async () => {
  const { bench, now } = coarse(40);
  const [contender] = steady(bench, now).contenders;
  expect(await contender.verify()).toBe(true);
  expect(contender.work).toBe(3);
  const own = { ...bench, contenders: [{ ...bench.contenders[0], work: 1 }] };
  expect(steady(own, now).contenders[0].work).toBe(1);
});

test('what the oracle says is handed on', async () => {
  const { bench, now } = coarse(40);
  const wrong = { ...bench, contenders: [{ ...bench.contenders[0], verify: () => false }] };
  expect(await steady(wrong, now).contenders[0].verify()).toBe(false);
});
