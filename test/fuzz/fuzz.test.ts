import { expect, test } from 'vitest';
import { READERS } from './readers.ts';
import { fuzz } from './run.ts';

// `npm run fuzz -- --runs 100000` is the long run.
const RUNS = 2000;

test.each(READERS)(
  '$name reads or refuses spoiled files, with place and reason',
  async (reader) => {
    const { crash, read, refused } = await fuzz(reader, RUNS, 7);
    expect(crash).toBeUndefined();
    expect(read + refused).toBe(RUNS);
    // Mutations that are all refused, or none, would test nothing.
    expect(Math.min(read, refused)).toBeGreaterThan(0);
  },
);
