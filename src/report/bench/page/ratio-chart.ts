import {
  axisX,
  dot,
  gridX,
  plot,
  pointer,
  type RenderFunction,
  ruleY,
  text,
  tip,
} from '@observablehq/plot';
import { svgElement } from '../../page/dom.ts';
import { spread } from '../../page/spread.ts';
import { oneTwoFive, shortNumber } from '../../page/ticks.ts';
import type { BenchPageResult } from '../data.ts';
import { styleOf } from './contenders.ts';
import { short } from './ratios.ts';

/** One contender of one case, as a multiple of another's rate. */
export interface RatioPoint {
  /** From the top. */
  readonly row: number;
  readonly contender: string;
  readonly ratio: number;
  /** Between which the middle half of the runs lies. */
  readonly low: number;
  readonly high: number;
  readonly title: string;
}

/** Rates as multiples of one contender's: a row a case, or of one case a row a contender. */
export interface RatioChart {
  readonly label: string;
  readonly xLabel: string;
  /** What the rows are. */
  readonly cases: readonly string[];
  readonly points: readonly RatioPoint[];
}

const LABEL_ROOM = 44;
const NAME_ROOM = 7.2;
/** Where names don't fit beside the rows they stand above them. */
const NARROW = 640;

/** The results of a suite's cases in which `baseline` took part. */
export function ratioChartOf(
  results: readonly BenchPageResult[],
  baseline: string,
  label: string,
): RatioChart {
  const bases = results.filter(({ contender }) => contender === baseline);
  const cases = bases.map((base) => base.case);
  const points = bases.flatMap((base, row) =>
    results
      .filter((result) => result.case === base.case)
      .map((result) => pointOf(result, row, base.median)),
  );
  return { label, xLabel: `times as fast as ${baseline} (log)`, cases, points };
}

/** One case, a row each of its contenders, as multiples of the slowest: where none is the plain form of the others. */
export function wayChartOf(results: readonly BenchPageResult[], label: string): RatioChart {
  const slowest = results.reduce((a, b) => (b.median < a.median ? b : a));
  return {
    label,
    xLabel: `times as fast as ${slowest.contender} (log)`,
    cases: results.map(({ contender }) => contender),
    points: results.map((result, row) => pointOf(result, row, slowest.median)),
  };
}

function pointOf(result: BenchPageResult, row: number, base: number): RatioPoint {
  const { contender, median, quartiles, unit } = result;
  const [low, high] = quartiles;
  return {
    row,
    contender,
    ratio: median / base,
    low: low / base,
    high: high / base,
    title:
      `${contender}, ${result.case}\n${short(median)} ${unit}, ` +
      `middle half ${short(low)} to ${short(high)}`,
  };
}

/** Dots on a logarithmic axis, each with its value. */
export function ratioChart(chart: RatioChart, width: number): Element {
  const { cases, points } = chart;
  const isNarrow = width < NARROW;
  const rowHeight = isNarrow ? 60 : 44;
  const all = points.flatMap(({ low, high, ratio }) => [low, high, ratio]);
  const [low, high] = [Math.min(1, ...all) / 1.15, Math.max(2, ...all) * 1.15];
  const ticks = oneTwoFive(low, high);
  const longest = Math.max(...cases.map((name) => name.length));
  const svg = plot({
    width,
    height: cases.length * rowHeight + 62,
    marginTop: isNarrow ? 12 : 4,
    marginLeft: isNarrow ? 14 : Math.min(width / 2, longest * NAME_ROOM),
    marginRight: 20,
    marginBottom: 44,
    ariaLabel: chart.label,
    x: { type: 'log', domain: [low, high] },
    y: { type: 'linear', domain: [-0.62, cases.length - 0.38], reverse: true, axis: null },
    marks: [
      gridX({ ticks, strokeOpacity: 0.13 }),
      axisX(ticksWithRoom(ticks, high / low, width), {
        label: chart.xLabel,
        labelAnchor: 'center',
        labelArrow: 'none',
        text: (tick: number) => `${shortNumber(tick)}×`,
        tickSize: 4,
      }),
      ruleY(cases, { y: (_: string, i: number) => i, strokeOpacity: 0.25 }),
      caseNames(cases, isNarrow),
      ...points.map((point) => middleHalf(point)),
      ...points.map((point) => mark(point)),
      valueLabels(points),
      tip(points, pointer({ x: 'ratio', y: 'row', title: 'title', fill: 'var(--surface)' })),
    ],
  });
  svg.setAttribute('role', 'img');
  return svg;
}

function caseNames(cases: readonly string[], isNarrow: boolean) {
  return text(cases, {
    y: (_: string, i: number) => i,
    text: String,
    frameAnchor: 'left',
    ...(isNarrow
      ? { dx: -8, dy: -32, textAnchor: 'start', fontWeight: 600 }
      : { dx: -12, textAnchor: 'end' }),
  });
}

function middleHalf({ row, low, high, contender }: RatioPoint) {
  const line = { y: row, x1: low, x2: high };
  const look = { stroke: styleOf(contender).colour, strokeWidth: 6, strokeOpacity: 0.4 };
  return ruleY([line], { y: 'y', x1: 'x1', x2: 'x2', ...look });
}

function mark(point: RatioPoint) {
  const { colour, symbol } = styleOf(point.contender);
  const look = { symbol, fill: colour, r: 5, stroke: 'var(--surface)' };
  return dot([point], { x: 'ratio', y: 'row', ...look });
}

/** A mark that writes each dot's value above it, moved apart where dots are close. */
function valueLabels(points: readonly RatioPoint[]): RenderFunction {
  return (_index, scales, _values, dimensions) => {
    const x = scales.x as (value: number) => number;
    const y = scales.y as (value: number) => number;
    const group = svgElement('g', { 'aria-hidden': 'true' });
    for (const row of new Set(points.map((point) => point.row))) {
      const own = points.filter((point) => point.row === row);
      const wanted = own.map(({ ratio }) => x(ratio));
      const right = dimensions.width - LABEL_ROOM / 2;
      const placed = spread(wanted, LABEL_ROOM, dimensions.marginLeft, right);
      for (const [i, { ratio }] of own.entries()) {
        const label = svgElement('text', {
          x: String(placed[i]),
          y: String(y(row) - 11),
          'text-anchor': 'middle',
          fill: 'currentColor',
          'font-weight': '600',
        });
        label.textContent = `${short(ratio)}×`;
        group.append(label);
      }
    }
    return group;
  };
}

/** Those of the ticks whose numbers don't touch. */
function ticksWithRoom(ticks: readonly number[], span: number, width: number): number[] {
  const perTick = ((Math.log(2) / Math.log(span)) * width) / 1.5;
  if (perTick >= 26) return [...ticks];
  return ticks.filter((tick) => /^1e/.test(tick.toExponential()));
}
