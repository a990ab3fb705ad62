import type { Summary } from '../../evaluation/statistics/summary.ts';
import type { StreamVariant } from '../../evaluation/streams/names.ts';
import type { StreamCurve, StreamPoint, StreamResult } from '../../evaluation/streams/result.ts';
import type { Colour, Paint } from '../output/colour.ts';
import { count } from '../output/count.ts';
import { plot } from '../output/plot.ts';
import { printable } from '../output/printable.ts';
import { table } from '../output/table.ts';

/** Marks that differ in shape, not in colour alone. */
const STYLES: Readonly<Record<StreamVariant, { mark: string; colour: Colour }>> = {
  'passive-aggressive': { mark: '●', colour: 'blue' },
  ridge: { mark: '▲', colour: 'yellow' },
  landmarks: { mark: '■', colour: 'green' },
};

/** Columns of a plot in 80 characters. */
const MOST_TICKS = 14;

/** What each variant makes of the stream, for people. */
export function streamText(result: StreamResult, paint: Paint): string {
  const { dataset, settings, arrivals, queries, database, curves } = result;
  const { points, batch, bits, seeds } = settings;
  const classes = arrivals.map(
    ({ after, classes }) =>
      `${classes.join(', ')} ${after === 0 ? 'from the start' : `after ${number(after)}`}`,
  );
  const about = [
    `${printable(dataset.name)}: ${count(dataset.rows, 'point')} of ` +
      `${count(dataset.dimensions, 'value')}`,
    `a stream of ${number(points)} in batches of ${number(batch)}, ${count(bits, 'bit')}, ` +
      `${count(seeds.length, 'stream')}`,
    `classes ${classes.join('; ')}`,
    `${count(queries, 'query', 'queries')}; mean average precision over classes that have come`,
  ];
  return `${[
    about.join('\n'),
    titled(`database of ${number(database)} points never seen`, curves, 'heldOut', paint),
    titled('database of points of the stream', curves, 'ofStream', paint),
    curvePlot(curves, paint),
    costTable(curves, paint),
  ].join('\n\n')}\n`;
}

const number = (value: number) => value.toLocaleString('en-US');

function titled(
  title: string,
  curves: readonly StreamCurve[],
  which: 'heldOut' | 'ofStream',
  paint: Paint,
): string {
  const header = ['points', 'classes', ...curves.map(({ variant }) => variant)];
  const rows = curves[0].points.map((point, i) => [
    number(point.seen),
    String(point.classes),
    ...curves.map(({ points }) => withSpread(points[i][which])),
  ]);
  return `${paint('bold', title)}\n${table(header, rows, paint)}`;
}

function withSpread({ mean, std }: Summary): string {
  return std === null ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${std.toFixed(3)}`;
}

function curvePlot(curves: readonly StreamCurve[], paint: Paint): string {
  const step = Math.ceil(curves[0].points.length / MOST_TICKS);
  const isShown = (_: StreamPoint, i: number, all: readonly StreamPoint[]) =>
    (all.length - 1 - i) % step === 0;
  return plot(
    curves.map(({ variant, points }) => ({
      name: variant,
      ...STYLES[variant],
      values: points.filter(isShown).map(({ heldOut }) => heldOut.mean),
    })),
    {
      title: 'mean average precision on points never seen',
      xLabel: 'points',
      xTicks: curves[0].points.filter(isShown).map(({ seen }) => shortCount(seen)),
      format: (value) => value.toFixed(2),
    },
    paint,
  );
}

/** At most four characters below ten million. */
function shortCount(value: number): string {
  if (value < 1000) return String(value);
  const thousands = value / 1000;
  if (thousands < 1000)
    return `${thousands < 10 ? Number(thousands.toFixed(1)) : Math.round(thousands)}k`;
  return `${Math.round(thousands / 1000)}M`;
}

function costTable(curves: readonly StreamCurve[], paint: Paint): string {
  const share = (value: number | undefined) =>
    value === undefined ? '-' : `${(100 * value).toFixed(1)}%`;
  const rows = curves.map(({ variant, millis, changes }) => [
    variant,
    millis.toFixed(1),
    share(changes?.codes),
    share(changes?.bits),
  ]);
  const header = ['', 'ms a batch', 'codes changed', 'bits changed'];
  return `${table(header, rows, paint)}\nchanged with a new version, of points seen, estimated`;
}
