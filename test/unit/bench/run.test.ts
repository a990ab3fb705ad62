import { afterEach, expect, test, vi } from 'vitest';
import { runBench } from '../../../src/bench/run.ts';
import { encodeOnThreads, fitOnThreads } from '../../../src/bench/suites/threads.ts';
import { runBenchCommand } from '../../../src/cli/bench/run.ts';
import { explain } from '../../../src/cli/errors.ts';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';

const results = vi.hoisted(() => ({ planted: null as unknown[] | null }));
vi.mock('../../../src/bench/run.ts', async (original) => {
  const actual = await original<typeof import('../../../src/bench/run.ts')>();
  const runBench: typeof actual.runBench = (options) =>
    results.planted
      ? Promise.resolve(results.planted as Awaited<ReturnType<typeof actual.runBench>>)
      : actual.runBench(options);
  return { ...actual, runBench };
});

afterEach(() => {
  results.planted = null;
  vi.restoreAllMocks();
});

test('runBench refuses to run without a backend', async () => {
  await expect(runBench({ backends: [], seconds: 1 })).rejects.toThrow(InvalidArgumentError);
});

test.each([
  ['encoding', encodeOnThreads(2, 1200), 'n=1200 d=512 bits=64'],
  ['training', fitOnThreads(2), 'n=1198 d=512 bits=32'],
])('%s on two threads and on one gives right results side by side', async (_, build, sizes) => {
  const bench = await build([createKernelsSync({ backend: 'wasm-simd' })]);
  try {
    const cases = bench.contenders.map((contender) => contender.case);
    expect(cases).toEqual([`${sizes} threads=1`, `${sizes} threads=2`]);
    for (const { name, verify } of bench.contenders) {
      expect(name).toBe('wasm-simd');
      expect(await verify()).toBe(true);
    }
  } finally {
    await bench.dispose?.();
  }
});

test('a result that differs from the oracle is printed, and then is a fault', async () => {
  const result = {
    suite: 'hamming',
    case: 'n=7',
    contender: 'wasm',
    unit: 'Gcodes/s',
    median: 2,
    p95: 1,
    runs: 3,
    quartiles: [1, 3],
  };
  results.planted = [
    { ...result, verified: false },
    { ...result, contender: 'naive', verified: true },
  ];
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  const options = { suite: [], backends: [], threads: 1, seconds: 1 } as const;
  const fault = await runBenchCommand(options).catch((error) => error);
  expect(printed).toMatch(/wasm +2\.00 .* NO$/m);
  expect(printed).toMatch(/naive +2\.00 .* yes$/m);
  expect(explain(fault)).toEqual({
    line: "results that differ from the oracle's: hamming n=7 wasm",
    exitCode: 1,
  });
});
