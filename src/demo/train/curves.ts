import { count } from '../../report/page/format.ts';
import { type Curve as Line, lineChart } from '../../report/page/line-chart.ts';
import type { MethodStyle } from '../../report/page/swatch.ts';
import type { Comparison, TrainedIteration } from '../lab/calls/train.ts';
import type { Curve } from '../lab/radius-precision.ts';
import { TOP } from '../lab/top.ts';
import { outOfTen } from './words.ts';

const RANDOM: MethodStyle = { colour: 'var(--lsh)', symbol: 'circle', dash: '5 3' };
const TRAINED: MethodStyle = { colour: 'var(--grh-paper)', symbol: 'square', dash: '' };

/** Precision by radius: random hyperplanes behind, trained ones before them, exact search as a level. */
export function curves(base: Comparison, trained: TrainedIteration | null, width: number): Element {
  const lines = [lineOf('random (LSH)', RANDOM, base.lsh)];
  if (trained) lines.push(lineOf('trained (GRH)', TRAINED, trained.curve));
  return lineChart(
    {
      label: 'Right results out of ten by Hamming radius',
      xLabel: 'Hamming radius: bits that may differ',
      yLabel: `right, of ${TOP} results`,
      curves: lines,
      baselines: [{ text: 'compare with all', y: TOP * base.exact }],
      xTicks: base.lsh.precision.map((_, radius) => radius),
      nameWidth: width < 420 ? 114 : 126,
    },
    width,
  );
}

function lineOf(name: string, style: MethodStyle, { precision, candidates }: Curve): Line {
  const points = precision.map((value, radius) => ({
    x: radius,
    y: TOP * value,
    title: `${name}, radius ${radius}: ${outOfTen(value)} of ${TOP} right, ${count(Math.round(candidates[radius]))} candidates a query`,
  }));
  return { name, style, points };
}
