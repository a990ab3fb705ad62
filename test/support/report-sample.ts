import { Matrix } from '../../src/core/matrix.ts';
import type { Dataset } from '../../src/data/dataset/dataset.ts';
import type { TutorialMethod } from '../../src/evaluation/tutorial/result.ts';
import type { TutorialRun } from '../../src/evaluation/tutorial/run.ts';
import { TUTORIAL_DEFAULTS } from '../../src/evaluation/tutorial/settings.ts';
import type { Environment } from '../../src/report/tutorial/data.ts';

/** Names that would run a script, break out of JSON or end a comment if they were not shown as text. */
export const ATTACKS = [
  '</script><img src=x onerror=alert(1)>',
  '<!--<script>alert(2)//',
  `"'\`><svg onload=alert(3)>`,
  'a\u2028b\u2029c\u0000d',
  '--></title></textarea><script>alert(4)</script>',
  '&lt;b&gt; $& $` \\u003c',
];

export const ENVIRONMENT: Environment = {
  hashplane: '1.2.3',
  node: 'v20.19.0',
  cpu: 'A Processor',
  cores: 4,
  platform: 'Linux 6',
  created: '2026-01-02T03:04:05.678Z',
};

/** Six classes of grey images of `side` pixels, row i all of the value i. */
export function sampleDataset(
  rows: number,
  side: number,
  { name = 'sample', classNames = null }: { name?: string; classNames?: string[] | null } = {},
): Dataset {
  const pixels = Float32Array.from({ length: rows * side * side }, (_, i) =>
    Math.min(255, Math.floor(i / (side * side))),
  );
  return {
    name,
    points: new Matrix(pixels, rows, side * side),
    labels: Int32Array.from({ length: rows }, (_, i) => i % 6),
    classNames,
    image: { width: side, height: side, channels: 1 },
  };
}

const NAMES: readonly TutorialMethod[] = ['LSH', 'GRH (tutorial)', 'GRH (paper)'];

/** A run whose every method shows other rows, as many as a report can show. */
export function sampleRun(dataset: Dataset, bits: readonly number[] = [16]): TutorialRun {
  let next = 0;
  const rowsOf = (count: number) =>
    Array.from({ length: count }, () => next++ % dataset.points.rows);
  const steps = bits.flatMap((length) => NAMES.map((name) => ({ name, bits: length })));
  return {
    settings: { ...TUTORIAL_DEFAULTS, bits },
    details: steps.map(({ name, bits: length }) => ({
      name,
      bits: length,
      firstRowBucket: '0',
      withTwoOrMore: 3,
      sizes: [5, 0, 2, 0, 0, 0, 1],
      good: { index: '7', rows: rowsOf(12), purity: 0.5 },
      poor: name === 'LSH' ? { index: '9', rows: rowsOf(12), purity: 0.2 } : null,
      flippedShare: name === 'LSH' ? null : 0.25,
      neighbours: Array.from({ length: 6 }, (_, query) => ({ query, rows: rowsOf(12) })),
    })),
    result: {
      dataset: { name: dataset.name, rows: dataset.points.rows, dimensions: 4, classes: 6 },
      split: { queries: 6, database: 90, train: 12 },
      backend: 'typescript',
      methods: steps.map(({ name, bits: length }, m) => ({
        name,
        bits: length,
        trainSeconds: 0.5,
        meanAveragePrecision: 0.4,
        buckets: { count: 8, meanSize: 2.25, largest: 7 },
        byRadius: Array.from({ length: Math.min(10, length) + 1 }, (_, radius) => ({
          radius,
          // LSH found nothing at radius 0.
          precisionAtK: m === 0 && radius === 0 ? null : 0.1 * (m + 1) + radius * 0.02,
          precisionAtKEmptyAsZero: 0.1 * m,
          emptyQueries: radius === 0 ? 6 : 0,
          meanCandidates: 3 * radius,
          meanQueryMillis: 0.05 * (radius + m),
        })),
      })),
      exact: { precisionAtK: 0.6, meanQueryMillis: 2 },
    },
  };
}
