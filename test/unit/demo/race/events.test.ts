import { expect, test } from 'vitest';
import { BUILDERS } from '../../../../src/demo/race/events.ts';
import { EVENT_TEXTS, EVENTS } from '../../../../src/demo/race/programme.ts';
import { BACKENDS } from '../../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';

test.each(EVENTS)('%s: all contenders do the work of the race rightly', async (event) => {
  const backends = BACKENDS.map((backend) => createKernelsSync({ backend }));
  const bench = await BUILDERS[event](backends);
  try {
    const right: [string, boolean][] = [];
    for (const { name, verify } of bench.contenders) right.push([name, await verify()]);
    expect(right).toEqual([...BACKENDS, 'naive'].map((name) => [name, true]));
  } finally {
    await bench.dispose?.();
  }
});

test('rates are told in things that are counted: vectors, codes, look-ups, hyperplanes', async () => {
  const backends = [createKernelsSync({ backend: 'typescript' })];
  const bench = await BUILDERS.encode(backends);
  expect(bench.work * EVENT_TEXTS.encode.perUnit).toBeCloseTo(1200, 6);
  await bench.dispose?.();
  const codes = await BUILDERS.hamming(backends);
  expect(codes.work * EVENT_TEXTS.hamming.perUnit).toBeCloseTo(16 * 250_000, 6);
  await codes.dispose?.();
  const probes = await BUILDERS.probe(backends);
  expect(probes.work * EVENT_TEXTS.probe.perUnit).toBeCloseTo(50 * 529, 6);
  await probes.dispose?.();
});
