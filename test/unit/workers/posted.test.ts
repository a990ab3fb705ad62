import { expect, test } from 'vitest';
import { Matrix } from '../../../src/core/matrix.ts';
import { posted, received } from '../../../src/workers/posted.ts';
import { composedMaps } from '../../support/feature-maps.ts';

test.each(Object.entries(composedMaps(5)))('%s arrives as it was', (_, model) => {
  for (const sharesMemory of [true, false]) {
    const arrived = received(structuredClone(posted(model, sharesMemory)));
    expect(plain(arrived)).toEqual(plain(model));
  }
});

/** Matrices by what they hold; shared memory equals other memory. */
function plain(value: unknown): unknown {
  if (value instanceof Matrix) return { matrix: [value.rows, value.cols, ...value.data] };
  if (value instanceof Float32Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}
