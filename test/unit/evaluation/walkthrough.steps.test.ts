import { beforeAll, describe, expect, test } from 'vitest';
import { runTutorial } from '../../../src/evaluation/tutorial/run.ts';
import { TUTORIAL_DEFAULTS } from '../../../src/evaluation/tutorial/settings.ts';
import { toyExample } from '../../../src/evaluation/walkthrough/toy/example.ts';
import type { Walkthrough, WalkthroughStepId } from '../../../src/evaluation/walkthrough/types.ts';
import { walkthrough } from '../../../src/evaluation/walkthrough/walkthrough.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { dataOf } from '../../support/walkthrough.ts';
import {
  type OraclePartition,
  oracleBuckets,
  oracleCodes,
  oracleCurve,
  oracleExactPrecision,
  oracleHyperplanes,
  oraclePartition,
} from './tutorial-oracle.ts';
import { BITS, classNames, dataset, labels, points, settings } from './walkthrough-story.ts';

const kernels = createKernelsSync({ backend: 'typescript' });

const named = (row: number) => ({ row, label: labels[row], name: classNames[labels[row]] });
const bitsOf = (code: string) => Array.from(code, Number);
const hamming = (a: string, b: string) => Array.from(a).filter((bit, j) => bit !== b[j]).length;
const norm = (row: readonly number[]) => Math.hypot(...row);

describe('the steps of the walkthrough', () => {
  let story: Walkthrough;
  let oracle: OraclePartition;
  let codes: string[];
  let planes: number[][];
  const data = <Id extends WalkthroughStepId>(id: Id) => dataOf(story, id);

  beforeAll(async () => {
    story = await walkthrough(kernels, dataset, settings);
    const rows = Array.from({ length: 400 }, (_, i) => Array.from(points.row(i)));
    const sizes = { queries: 30, train: 60, seed: 42 };
    oracle = oraclePartition(rows, Array.from(labels), sizes);
    planes = oracleHyperplanes(3, 8, BITS);
    codes = oracleCodes(oracle.points, planes);
  });

  test('1: lengths before and after, and the classes', () => {
    const { stages, classes } = data('data');
    const raw = Array.from({ length: 400 }, (_, i) => norm(Array.from(points.row(i))));
    const centred = oracle.points.map(norm);
    for (const [i, norms] of [raw, raw.map(() => 1), centred].entries()) {
      expect(stages[i].norms.least).toBeCloseTo(Math.min(...norms), 5);
      expect(stages[i].norms.most).toBeCloseTo(Math.max(...norms), 5);
      expect(stages[i].norms.mean).toBeCloseTo(norms.reduce((a, b) => a + b) / 400, 5);
    }
    oracle.points[5].forEach((value, d) => {
      expect(stages[2].values[d]).toBeCloseTo(value, 5);
    });
    expect(classes).toEqual(
      [134, 133, 133].map((count, i) => ({ label: i, name: classNames[i], count })),
    );
  });

  test('2: the hyperplanes are those of numpy', () => {
    const { values } = data('hyperplanes');
    expect(values).toEqual(planes.map((plane) => plane.slice(0, 6).map(Math.fround)));
  });

  test('3: projections are sums of products, bits their signs', () => {
    const step = data('bits');
    const expected = planes.map((plane) =>
      plane.reduce((sum, value, d) => sum + value * oracle.points[5][d], 0),
    );
    expected.forEach((value, j) => {
      expect(step.projections[j]).toBeCloseTo(value, 5);
    });
    expect(step.bits).toEqual(bitsOf(codes[5]));
    expect(step).toMatchObject(named(5));
    const sizes = expected.map(Math.abs);
    expect(step.leastCertain).toBe(sizes.indexOf(Math.min(...sizes)));
  });

  test('4: bits times powers of two make the bucket index', () => {
    const { bits, powers, index } = data('bucket');
    expect(powers).toEqual(['32', '16', '8', '4', '2', '1']);
    expect(index).toBe(String(Number.parseInt(codes[5], 2)));
    expect(bits.reduce<number>((sum, bit, j) => sum + bit * Number(powers[j]), 0)).toBe(
      Number(index),
    );
  });

  test('5: buckets with their rows and classes', () => {
    const step = data('table');
    const { count, meanSize, largest } = oracleBuckets(codes);
    expect(step).toMatchObject({ rows: 400, buckets: count, meanSize, largest });
    const rowsOf = (index: string) =>
      [...codes.keys()].filter((row) => Number.parseInt(codes[row], 2) === Number(index));
    const shown = [step.own, step.good, step.poor, ...step.fullest].filter((each) => each !== null);
    expect(step.own.index).toBe(data('bucket').index);
    for (const { index, size, rows, classes, purity } of shown) {
      const all = rowsOf(index);
      expect(size).toBe(all.length);
      expect(rows).toEqual(all.slice(0, 12).map(named));
      const counts = classNames.map(
        (_, label) => all.filter((row) => labels[row] === label).length,
      );
      expect(purity).toBe(Math.max(...counts) / size);
      for (const { label, count: own } of classes) expect(own).toBe(counts[label]);
      expect(classes.map(({ count: own }) => own)).toEqual(
        counts.filter((n) => n > 0).sort((a, b) => b - a),
      );
    }
    expect(step.fullest.map(({ size }) => size)[0]).toBe(largest);
    const withOne = new Set(codes).size - step.withTwoOrMore;
    expect(codes.filter((code) => codes.indexOf(code) === codes.lastIndexOf(code))).toHaveLength(
      withOne,
    );
  });

  test('6: three parts that share no row', () => {
    const { parts } = data('split');
    const rows = [oracle.queries, oracle.database, oracle.train];
    expect(parts.map(({ name }) => name)).toEqual(['queries', 'database', 'train']);
    parts.forEach(({ size, share, first }, i) => {
      expect([size, share]).toEqual([rows[i].length, rows[i].length / 400]);
      expect(first).toEqual(rows[i].slice(0, 5).map(named));
    });
  });

  test('7: what one query finds, radius by radius, sorted by cosine', () => {
    const { query, byRadius } = data('neighbours');
    const row = oracle.queries[2];
    expect(query).toEqual({
      ...named(row),
      bits: bitsOf(codes[row]),
      index: String(Number.parseInt(codes[row], 2)),
    });
    expect(byRadius.map(({ radius }) => radius)).toEqual([0, 1, 2, 3]);
    expect(byRadius.map((each) => each.codes)).toEqual([1, 7, 22, 42]);
    for (const { radius, candidates, buckets, nearest, precision } of byRadius) {
      const found = oracle.database.filter((other) => hamming(codes[other], codes[row]) <= radius);
      expect([candidates, buckets]).toEqual([
        found.length,
        new Set(found.map((each) => codes[each])).size,
      ]);
      const distance = (other: number) => {
        const [a, b] = [oracle.points[row], oracle.points[other]];
        return 1 - a.reduce((sum, value, d) => sum + value * b[d], 0) / (norm(a) * norm(b));
      };
      const best = found.toSorted((a, b) => distance(a) - distance(b)).slice(0, 7);
      expect(nearest).toEqual(
        best.map((other) => ({
          ...named(other),
          hamming: hamming(codes[other], codes[row]),
          distance: expect.closeTo(distance(other), 5),
          isSame: labels[other] === labels[row],
        })),
      );
      const relevant = best.filter((other) => labels[other] === labels[row]).length;
      expect(precision).toBe(found.length === 0 ? null : relevant / 7);
    }
  });

  test('8: precision by radius of random hyperplanes', () => {
    const { lsh, exact, top, queries, millis } = data('lsh');
    const curve = oracleCurve(oracle, codes, { top: 7, maxRadius: 4 });
    expect([top, queries, lsh.name]).toEqual([7, 30, 'LSH']);
    expect(lsh.byRadius).toHaveLength(5);
    lsh.byRadius.forEach((each, radius) => {
      const { precisionAtK, precisionAtKEmptyAsZero, ...counts } = curve[radius];
      expect(each).toMatchObject(counts);
      expect(each.precisionAtKEmptyAsZero).toBeCloseTo(precisionAtKEmptyAsZero, 12);
      if (precisionAtK !== null) expect(each.precisionAtK).toBeCloseTo(precisionAtK, 12);
    });
    expect(exact.precisionAtK).toBeCloseTo(oracleExactPrecision(oracle, 7), 12);
    const stored = oracleBuckets(oracle.database.map((row) => codes[row]));
    expect([lsh.buckets, lsh.largest]).toEqual([stored.count, stored.largest]);
    expect(millis.lsh).toHaveLength(5);
  });

  test('9: bits that the vote of the class flips', () => {
    const step = data('grh');
    const signs = oracle.train.map((row) => bitsOf(codes[row]).map((bit) => 2 * bit - 1));
    const kind = oracle.train.map((row) => labels[row]);
    const smoothed = signs.map((own, i) =>
      own.map((sign, j) => {
        const votes = signs.filter((_, other) => kind[other] === kind[i]).map((row) => row[j]);
        const mean = votes.reduce((a, b) => a + b) / votes.length;
        return 0.9 * mean + (1 - 0.9) * sign >= -1e-12 ? 1 : -1;
      }),
    );
    const byBit = signs[0].map(
      (_, j) => signs.filter((row, i) => row[j] !== smoothed[i][j]).length,
    );
    const count = byBit.reduce((a, b) => a + b);
    expect(step.flipped).toEqual({ count, of: 60 * BITS, share: count / (60 * BITS), byBit });
    expect(step.codes).toEqual({
      before: new Set(signs.map(String)).size,
      after: new Set(smoothed.map(String)).size,
    });
    const flipped = [...signs.keys()].filter((i) => String(signs[i]) !== String(smoothed[i]));
    const bits = (row: readonly number[]) => row.map((sign) => (sign + 1) / 2);
    expect(step.examples).toEqual(
      flipped.slice(0, 6).map((i) => ({
        ...named(oracle.train[i]),
        before: bits(signs[i]),
        after: bits(smoothed[i]),
      })),
    );
    const corner = kind.slice(0, 8).map((a) => kind.slice(0, 8).map((b) => Number(a === b)));
    expect(step.adjacency.corner).toEqual(corner);
    const sizes = kind.map((a) => kind.filter((b) => a === b).length);
    expect(step.adjacency.degrees).toEqual(sizes.slice(0, 8));
    expect(step.adjacency.ones).toBe(sizes.reduce((a, b) => a + b));
    expect(step.refit.agreement).toBeGreaterThan(0.8);
    expect(step.refit.turned).toHaveLength(BITS);
  });

  test('8 and 10: the numbers of the tutorial, which the same settings give', async () => {
    const { bits, row, query, ...shared } = settings;
    const { result, details } = await runTutorial(kernels, dataset, {
      ...{ ...TUTORIAL_DEFAULTS, ...shared, bits: [BITS] },
    });
    const timeless = (name: string) =>
      result.methods
        .find((method) => method.name === name)
        ?.byRadius.map(({ meanQueryMillis, ...each }) => each);
    const { lsh, grh, exact } = data('comparison');
    expect(lsh).toEqual(data('lsh').lsh);
    expect(lsh.byRadius).toEqual(timeless('LSH'));
    expect(grh.byRadius).toEqual(timeless('GRH (paper)'));
    expect(exact.precisionAtK).toBe(result.exact.precisionAtK);
    // One iteration: the step told by hand is that of the hasher.
    expect(details[2].flippedShare).toBe(data('grh').flipped.share);
  });

  test('11: the toy example', async () => {
    expect(data('toy')).toEqual(await toyExample(kernels));
    const given = { toy: { alpha: 0.3, rule: 'paper' as const } };
    const [step] = (await walkthrough(kernels, dataset, given, { steps: ['toy'] })).steps;
    expect(step.data).toEqual(await toyExample(kernels, given.toy));
    expect(step.text).toContain('With alpha 0.3 the old bits outweigh the neighbours');
  });
});
