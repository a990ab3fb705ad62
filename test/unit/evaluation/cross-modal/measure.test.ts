import { describe, expect, test } from 'vitest';
import { HashCodes } from '../../../../src/core/hash-codes.ts';
import { Matrix } from '../../../../src/core/matrix.ts';
import {
  measureChance,
  measureDirection,
  measureUnhashed,
  pairsOf,
} from '../../../../src/evaluation/cross-modal/measure.ts';
import { createKernels } from '../../../../src/kernels/create.ts';

const kernels = await createKernels({ backend: 'typescript' });
const counting = { kernels, executor: null };

/** Pairs whose image and text are one number each. */
function pairs(images: number[], texts: number[], labels: number[]) {
  const column = (values: number[]) => Matrix.from(values.map((value) => [value]));
  return { images: column(images), texts: column(texts), labels: Int32Array.from(labels) };
}

/** All orders of some flags. */
function orders<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) =>
    orders([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}

function averagePrecision(flags: readonly boolean[]): number {
  const places = flags.flatMap((flag, place) => (flag ? [place + 1] : []));
  return places.reduce((sum, place, hit) => sum + (hit + 1) / place, 0) / places.length;
}

test('chance is the mean over all orders of the database', () => {
  const database = pairs([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 1, 1, 2, 2]);
  const queries = pairs([0, 0], [0, 0], [0, 1]);
  const expected = [0, 1].map((label) => {
    const all = orders([...database.labels].map((own) => own === label));
    return all.reduce((sum, flags) => sum + averagePrecision(flags), 0) / all.length;
  });
  const { meanAveragePrecision, precisionAt10 } = measureChance({ queries, database });
  expect(meanAveragePrecision).toBeCloseTo((expected[0] + expected[1]) / 2, 12);
  expect(precisionAt10).toBeCloseTo((1 / 5 + 2 / 5) / 2, 12);
});

test('queries without anything of their class to find have no average precision', () => {
  const database = pairs([0, 0], [0, 0], [0, 1]);
  const queries = pairs([0, 0], [0, 0], [1, 7]);
  expect(measureChance({ queries, database }).meanAveragePrecision).toBeCloseTo(0.75, 12);
});

describe('directions', () => {
  // Images say the class, texts say another one: which side is asked shows in the result.
  const database = pairs([1, -1], [-1, 1], [0, 1]);
  const queries = pairs([1, -1], [1, -1], [0, 1]);
  const searched = { queries, database };
  const sign = (points: Matrix) => {
    const codes = points.data.map((value) => (value >= 0 ? 1 : 0));
    return new HashCodes(Uint32Array.from(codes), points.rows, 1);
  };

  test('an image looks for texts, and a text for images', async () => {
    const sides = { images: sign, texts: sign };
    const found = await Promise.all(
      (['image-to-text', 'text-to-image'] as const).map((direction) =>
        measureDirection(counting, searched, direction, sides),
      ),
    );
    expect(found.map(({ meanAveragePrecision }) => meanAveragePrecision)).toEqual([0.5, 1]);
    expect(found[0].codes?.buckets).toBe(2);
  });

  test('vectors rank by inner product, the larger first', async () => {
    const same = (points: Matrix) => points;
    const sides = { images: same, texts: same };
    const found = await Promise.all(
      (['image-to-text', 'text-to-image'] as const).map((direction) =>
        measureUnhashed(counting, searched, direction, sides),
      ),
    );
    expect(found.map(({ meanAveragePrecision }) => meanAveragePrecision)).toEqual([0.5, 1]);
    expect(found[0].codes).toBeNull();
  });
});

test('rows are taken from all parts alike', () => {
  const all = pairs([1, 2, 3], [4, 5, 6], [7, 8, 9]);
  const some = pairsOf({ name: 'x', groups: null, ...all }, Uint32Array.of(2, 0));
  expect([[...some.images.data], [...some.texts.data], [...some.labels]]).toEqual([
    [3, 1],
    [6, 4],
    [9, 7],
  ]);
});
