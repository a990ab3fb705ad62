import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import { RandomState } from '../../../../src/core/random/random-state.ts';
import { createKernelsSync } from '../../../../src/kernels/create.ts';
import { classCodewords } from '../../../../src/models/codewords.ts';
import { chooseForm, isForm } from '../../../../src/models/streaming/choose-form.ts';
import {
  type CodeForm,
  formHyperplanes,
  neutralCodeword,
} from '../../../../src/models/streaming/code-form.ts';

const kernels = createKernelsSync();
const [classes, bits, count] = [6, 16, 260];
const codewords = classCodewords(classes, bits, { seed: 1 });
const b = neutralCodeword(bits, 1);

/** Scores around class indicators, with so much noise. */
function scored(noise: number, seed = 1) {
  const random = new RandomState(seed);
  const places = Uint32Array.from({ length: count }, () => random.randint(0, classes));
  const scores = new Matrix(new Float32Array(count * classes), count, classes);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < classes; c++) {
      scores.row(i)[c] = (places[i] === c ? 0.5 : 0.1) + noise * random.randn();
    }
  }
  return { scores, places };
}

/** Average precisions of the first 200 points among all others, in float64 and by sorting. */
function precisions({ scores, places }: ReturnType<typeof scored>, form: CodeForm): number[] {
  const { hyperplanes, offsets } = formHyperplanes(codewords, b, form);
  const codes = Array.from({ length: count }, (_, i) => {
    const parts = Array.from(scores.row(i), (score) => Math.exp(form.scale * score));
    const sum = parts.reduce((total, part) => total + part, 0);
    return Array.from(offsets, (offset, j) => {
      const row = hyperplanes.row(j);
      return parts.reduce((total, part, c) => total + Math.sqrt(part / sum) * row[c], offset) >= 0;
    });
  });
  return codes.slice(0, 200).map((own, i) => {
    const others = [...codes.keys()].filter((row) => row !== i);
    const groups = Array.from({ length: bits + 1 }, () => ({ items: 0, hits: 0 }));
    for (const row of others) {
      const group = groups[codes[row].filter((bit, j) => bit !== own[j]).length];
      group.items++;
      if (places[row] === places[i]) group.hits++;
    }
    let [before, hits, sum] = [0, 0, 0];
    for (const group of groups) {
      for (let t = 0; t < group.items; t++) {
        const slope = group.items > 1 ? (group.hits - 1) / (group.items - 1) : 0;
        const expected = hits + 1 + t * slope;
        if (group.hits > 0) sum += ((group.hits / group.items) * expected) / (before + t + 1);
      }
      before += group.items;
      hits += group.hits;
    }
    return sum / hits;
  });
}

/** What the oracle says that a step gains, less a standard error. */
function gain(points: ReturnType<typeof scored>, from: CodeForm, to: CodeForm): number {
  const [was, is] = [precisions(points, from), precisions(points, to)];
  const differences = is.map((value, i) => value - was[i]);
  const mean = differences.reduce((sum, value) => sum + value, 0) / 200;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean - Math.sqrt(squares / 199 / 200);
}

describe('the form of codes', () => {
  test.each([
    [0.05, { scale: 4, neutral: 0.1 }],
    [0.1, { scale: 2, neutral: 0 }],
    [0.15, { scale: 2, neutral: 0.1 }],
    [0.2, { scale: 4, neutral: 0.1 }],
    [0.2, { scale: 8, neutral: 0.1 }],
    [0.2, { scale: 32, neutral: 0.2 }],
    [0.3, { scale: 1, neutral: 0 }],
    [0.3, { scale: 4, neutral: 0 }],
  ])('moves to the step that surely gains most, or stays: noise %d from %o', (noise, present) => {
    const points = scored(noise);
    const { scale, neutral } = present;
    const steps = [
      { scale: 2 * scale, neutral },
      { scale: scale / 2, neutral },
      ...[0, 0.1, 0.2]
        .filter((value) => Math.abs(Math.abs(value - neutral) - 0.1) < 0.01)
        .map((value) => ({ scale, neutral: value })),
    ].filter(isForm);
    const gains = steps.map((to) => gain(points, present, to));
    const most = Math.max(...gains);
    const expected = most > 0 ? steps[gains.indexOf(most)] : present;
    expect(chooseForm(kernels, points, codewords, b, present)).toEqual(expected);
  });

  test('stays where few points tell of it', () => {
    const { scores, places } = scored(0.2);
    const few = { scores: scores.slice(0, 99), places: places.subarray(0, 99) };
    const present = { scale: 32, neutral: 0.2 };
    expect(chooseForm(kernels, few, codewords, b, present)).toBe(present);
  });
});

test.each([
  [{ scale: 1, neutral: 0 }, true],
  [{ scale: 64, neutral: 0.2 }, true],
  [{ scale: 128, neutral: 0 }, false],
  [{ scale: 0.5, neutral: 0 }, false],
  [{ scale: 3, neutral: 0 }, false],
  [{ scale: 4, neutral: 0.3 }, false],
  [{ scale: Number.NaN, neutral: 0 }, false],
])('%o: %s', (form, expected) => {
  expect(isForm(form)).toBe(expected);
});
