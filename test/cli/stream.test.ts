import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/results/stream.mjs');

interface Row {
  readonly seen: number;
  readonly sinceShift: number;
  readonly present: number;
  readonly frozen: number | null;
}

test('a stream is learned: quality grows, falls where classes change, and recovers', () => {
  const output = execFileSync(process.execPath, [SCRIPT, '--json', '--bits', '24']);
  const { results } = JSON.parse(output.toString()) as { results: Row[] };
  const before = results.filter((row) => row.frozen === null);
  const after = results.filter((row) => row.frozen !== null);
  expect(before.at(-1)!.seen).toBe(3500);
  expect(before.at(-1)!.present).toBeGreaterThan(before[1].present + 0.1);
  // The new classes are not known at first: as good as a hasher that stopped there.
  expect(after[0].sinceShift).toBe(0);
  expect(after[0].present).toBe(after[0].frozen);
  expect(after[0].present).toBeLessThan(before.at(-1)!.present - 0.2);
  expect(after.at(-1)!.present).toBeGreaterThan(after[0].present + 0.25);
}, 60_000);
