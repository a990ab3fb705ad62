import type { Colour, Paint } from './colour.ts';

/** One line of a plot. */
export interface Series {
  readonly name: string;
  readonly mark: string;
  readonly colour: Colour;
  /** One value per place on the x axis; null leaves a gap. */
  readonly values: readonly (number | null)[];
}

/** How a plot is drawn. */
export interface PlotOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly xTicks: readonly string[];
  readonly height?: number;
  /** Values above 0 on a logarithmic axis. */
  readonly logarithmic?: boolean;
  readonly format: (value: number) => string;
}

const COLUMN = 5;

/**
 * A small plot in characters: a mark per value, a labelled axis, a legend. The series, three at
 * most, stand side by side at every place, so that none hides another.
 */
export function plot(series: readonly Series[], options: PlotOptions, paint: Paint): string {
  const height = options.height ?? 9;
  const scale = options.logarithmic ? Math.log10 : (value: number) => value;
  const unscale = options.logarithmic ? (value: number) => 10 ** value : (value: number) => value;
  const values = series
    .flatMap((s) => s.values.filter((value) => value !== null))
    .filter((value) => !options.logarithmic || value > 0);
  if (values.length === 0) return `${options.title}: nothing to draw`;
  const low = options.logarithmic ? scale(Math.min(...values)) : 0;
  const high = Math.max(scale(Math.max(...values)), low + 1e-9);
  const rowOf = (value: number) =>
    height - 1 - Math.round(((scale(value) - low) / (high - low)) * (height - 1));
  const width = options.xTicks.length * COLUMN;
  const grid = Array.from({ length: height }, () => new Array<string>(width).fill(' '));
  series.forEach(({ values: points, mark, colour }, s) => {
    points.forEach((value, x) => {
      if (value === null || (options.logarithmic && value <= 0)) return;
      grid[rowOf(value)][x * COLUMN + 1 + s] = paint(colour, mark);
    });
  });
  const labelWidth = Math.max(...[low, high].map((v) => options.format(unscale(v)).length));
  const lines = grid.map((cells, row) => {
    const value = unscale(high - ((high - low) * row) / (height - 1));
    const label = row % 2 === 0 ? options.format(value) : '';
    return `${label.padStart(labelWidth)} ${label ? '┤' : '│'}${cells.join('')}`.trimEnd();
  });
  const ticks = options.xTicks.map((tick) => tick.padStart(3).padEnd(COLUMN)).join('');
  const pad = ' '.repeat(labelWidth);
  const legend = series.map((s) => `${paint(s.colour, s.mark)} ${s.name}`).join('   ');
  return [
    paint('bold', options.title),
    ...lines,
    `${pad} └${'─'.repeat(width)}`,
    `${pad}  ${ticks.trimEnd()}  ${options.xLabel}`,
    `${pad}  ${legend}`,
  ].join('\n');
}
