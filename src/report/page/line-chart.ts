import {
  axisX,
  axisY,
  dot,
  gridY,
  line,
  plot,
  pointer,
  ruleX,
  ruleY,
  tip,
} from '@observablehq/plot';
import { type EndLabel, endLabels } from './end-labels.ts';
import type { MethodStyle } from './swatch.ts';
import { oneTwoFive, shortNumber } from './ticks.ts';

/** A point of a curve; a null y leaves a gap. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number | null;
  /** What the tooltip says. */
  readonly title: string;
  /** Half the length of the bar that shows the spread. */
  readonly spread?: number;
}

export interface Curve {
  /** Stands at its end. */
  readonly name: string;
  readonly style: MethodStyle;
  readonly points: readonly ChartPoint[];
}

/** A level to compare with. */
export interface Baseline {
  readonly text: string;
  readonly y: number;
}

export interface LineChart {
  readonly label: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly curves: readonly Curve[];
  readonly baselines?: readonly Baseline[];
  readonly logarithmicX?: boolean;
  readonly logarithmicY?: boolean;
  readonly xTicks: readonly number[];
  /** Pixels for the names at the ends of the curves. Default 112. */
  readonly nameWidth?: number;
}

const NAME_WIDTH = 112;

/** Curves of the methods, named at their ends. */
export function lineChart(chart: LineChart, width: number): Element {
  const { logarithmicX, logarithmicY } = chart;
  // Clocks may be too coarse for what was timed, and a logarithmic axis has no 0.
  const hasPlace = (y: number | null) => y === null || y > 0 || !logarithmicY;
  const baselines = (chart.baselines ?? []).filter(({ y }) => hasPlace(y));
  const curves = chart.curves.map((curve) => ({
    ...curve,
    points: curve.points.map((point) => (hasPlace(point.y) ? point : { ...point, y: null })),
  }));
  const ys = curves.flatMap(({ points }) =>
    points.flatMap(({ y, spread = 0 }) => (y === null ? [] : [y + spread])),
  );
  const [low, high] = yDomain([...ys, ...baselines.map(({ y }) => y)], logarithmicY);
  const ticks = logarithmicY ? logarithmicTicks(low, high) : undefined;
  const all = curves.flatMap(({ points }) => points.filter(({ y }) => y !== null));
  const svg = plot({
    width,
    height: Math.round(Math.max(260, Math.min(360, width * 0.66))),
    marginTop: 30,
    marginLeft: 46,
    marginRight: chart.nameWidth ?? NAME_WIDTH,
    marginBottom: 42,
    ariaLabel: chart.label,
    x: { type: logarithmicX ? 'log' : 'linear', ...(logarithmicX && { base: 2 }) },
    y: { type: logarithmicY ? 'log' : 'linear', domain: [low, high] },
    marks: [
      gridY({ ticks, strokeOpacity: 0.13 }),
      ...axes(chart, width, ticks),
      ruleY(
        baselines.map(({ y }) => y),
        { stroke: 'var(--muted)', strokeDasharray: '1 3' },
      ),
      ...curves.flatMap(curveMarks),
      endLabels(namesOf(curves, baselines)),
      tip(all, pointer({ x: 'x', y: 'y', title: 'title', fill: 'var(--surface)', fontSize: 13 })),
    ],
  });
  svg.setAttribute('role', 'img');
  return svg;
}

/** Labels are texts of their own, since logarithmic scales would leave out some of them. */
function axes(chart: LineChart, width: number, ticks: readonly number[] | undefined) {
  const x = {
    label: chart.xLabel,
    labelAnchor: 'center',
    labelArrow: 'none',
    tickSize: 4,
  } as const;
  const y = { label: chart.yLabel, labelArrow: 'none', tickSize: 0 } as const;
  return [
    axisX(ticksWithRoom(chart, width - 48 - (chart.nameWidth ?? NAME_WIDTH)), {
      ...x,
      text: String,
    }),
    ticks ? axisY(ticks, { ...y, text: shortNumber }) : axisY({ ...y, tickFormat: shortNumber }),
  ];
}

function curveMarks({ style, points }: Curve) {
  const { colour, symbol, dash } = style;
  const place = { x: 'x', y: 'y' };
  const bars = points.flatMap(({ x, y, spread }) =>
    y === null || !spread ? [] : [{ x, low: y - spread, high: y + spread }],
  );
  return [
    ruleX(bars, { x: 'x', y1: 'low', y2: 'high', stroke: colour, strokeWidth: 1.5 }),
    line(points, { ...place, stroke: colour, strokeWidth: 2, strokeDasharray: dash }),
    // Many marks would hide the dashes, which tell the lines apart as well.
    ...(points.length <= 40
      ? [dot(points, { ...place, symbol, fill: colour, r: 4, stroke: 'var(--surface)' })]
      : []),
  ];
}

function namesOf(curves: readonly Curve[], baselines: readonly Baseline[]): EndLabel[] {
  const names = curves.flatMap(({ name, style, points }) => {
    const last = points.filter(({ y }) => y !== null).at(-1);
    if (!last) return [];
    return [{ text: name, colour: style.colour, x: last.x, y: last.y as number }];
  });
  const end = Math.max(...curves.flatMap(({ points }) => points.map(({ x }) => x)));
  const levels = baselines.map(({ text, y }) => ({ text, colour: 'var(--muted)', x: end, y }));
  return [...names, ...levels];
}

/** From 0 to a little beyond the highest, or logarithmic from one round number to another. */
function yDomain(values: readonly number[], logarithmic = false): [number, number] {
  if (values.length === 0) return logarithmic ? [0.1, 1] : [0, 1];
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (!logarithmic) return [0, high > 0 ? Math.min(Math.max(1, high), high * 1.08) : 1];
  const ticks = oneTwoFive(low / 10, high * 10);
  return [Math.max(...ticks.filter((t) => t <= low)), Math.min(...ticks.filter((t) => t >= high))];
}

/** Round numbers within the domain; powers of ten alone if there would be many. */
function logarithmicTicks(low: number, high: number): number[] {
  const ticks = oneTwoFive(low, high);
  return ticks.length <= 9 ? ticks : ticks.filter((tick) => /^1e/.test(tick.toExponential()));
}

/** Pixels that a number under the axis needs. */
const TICK_ROOM = 22;

/** Those of the ticks whose numbers don't touch: at even steps on a linear axis. */
function ticksWithRoom({ xTicks, logarithmicX }: LineChart, width: number): number[] {
  const room = Math.max(width, 2 * TICK_ROOM);
  if (logarithmicX) {
    const span = Math.log(Math.max(...xTicks) / Math.min(...xTicks));
    const kept: number[] = [];
    for (const tick of xTicks) {
      const last = kept.at(-1);
      if (!last || (Math.log(tick / last) / span) * room >= TICK_ROOM) kept.push(tick);
    }
    return kept;
  }
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  const step = steps.find((every) => (xTicks.length / every) * TICK_ROOM <= room) ?? 1000;
  return xTicks.filter((_, i) => i % step === 0);
}
