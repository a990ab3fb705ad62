import type {
  ComparisonStep,
  LshStep,
  MethodCurve,
  NeighboursStep,
  RadiusNeighbours,
} from '../../evaluation/walkthrough/types.ts';
import type { Paint } from '../output/colour.ts';
import { count } from '../output/count.ts';
import { plot, type Series } from '../output/plot.ts';
import { shortened } from '../output/shortened.ts';
import { table } from '../output/table.ts';
import { fraction, millisText, named, strip } from './parts.ts';

/** The most radii that a table or a plot shows. */
const MOST_RADII = 11;

/** Step 7. */
export function neighboursText({ query, top, byRadius }: NeighboursStep, paint: Paint): string {
  const rows = byRadius.map(({ radius, codes, buckets, candidates, nearest, precision }) => [
    String(radius),
    count(codes),
    count(buckets),
    count(candidates),
    nearest
      .map(({ isSame }) => (isSame ? '●' : '○'))
      .slice(0, 30)
      .join('')
      .padEnd(Math.min(top, 30)),
    fraction(precision),
  ]);
  const header = ['radius', 'codes', 'buckets', 'found', `the nearest ${top}`, `precision@${top}`];
  const last = byRadius[Math.min(2, byRadius.length - 1)];
  return [
    `query: row ${query.row}, ${named(query.name, 30)}, bucket ${shortened(query.index)}\n${strip(query.bits, paint)}`,
    `${table(header, rows, paint)}\n${paint('dim', '● has the class of the query, ○ another')}`,
    nearestText(last, paint),
  ].join('\n\n');
}

function nearestText({ radius, nearest }: RadiusNeighbours, paint: Paint): string {
  if (nearest.length === 0) return `within ${count(radius, 'bit')} there is nothing`;
  const rows = nearest
    .slice(0, 10)
    .map(({ row, name, hamming, distance, isSame }) => [
      `${isSame ? '●' : '○'} ${named(name, 30)}`,
      String(row),
      String(hamming),
      distance.toFixed(4),
    ]);
  return table([`within ${count(radius, 'bit')}`, 'row', 'bits apart', 'distance'], rows, paint);
}

/** Step 8. */
export function lshText(step: LshStep, paint: Paint): string {
  const { lsh, top, exact, millis } = step;
  return [
    curveTable(lsh, millis.lsh, top, paint),
    precisionPlot([lsh], top, paint),
    exactText(top, exact.precisionAtK, millis.exact),
  ].join('\n\n');
}

/** Step 10. */
export function comparisonText(step: ComparisonStep, paint: Paint): string {
  const { lsh, grh, top, exact, millis } = step;
  return [
    comparisonTable([lsh, grh], [millis.lsh, millis.grh], top, paint),
    precisionPlot([lsh, grh], top, paint),
    `${exactText(top, exact.precisionAtK, millis.exact)}\nlearning took ${millis.training.toFixed(0)} ms`,
  ].join('\n\n');
}

function exactText(top: number, precision: number, millis: number): string {
  return `exact search: precision@${top} ${fraction(precision)}, ${millisText(millis)} ms a query`;
}

const candidatesText = (value: number) =>
  value < 99.95 ? value.toFixed(1) : count(Math.round(value));

/** Evenly spaced radii, as many as fit. */
function radiiOf({ byRadius }: MethodCurve): number[] {
  const step = Math.ceil(byRadius.length / MOST_RADII);
  return byRadius.map(({ radius }) => radius).filter((radius) => radius % step === 0);
}

function curveTable(
  curve: MethodCurve,
  millis: readonly number[],
  top: number,
  paint: Paint,
): string {
  const rows = radiiOf(curve).map((r) => {
    const { precisionAtK, precisionAtKEmptyAsZero, emptyQueries, meanCandidates } =
      curve.byRadius[r];
    return [
      String(r),
      fraction(precisionAtK),
      fraction(precisionAtKEmptyAsZero),
      count(emptyQueries),
      candidatesText(meanCandidates),
      millisText(millis[r]),
    ];
  });
  const header = ['radius', `precision@${top}`, 'empty as 0', 'empty', 'candidates', 'ms a query'];
  return table(header, rows, paint);
}

function comparisonTable(
  [lsh, grh]: readonly MethodCurve[],
  [lshMillis, grhMillis]: readonly (readonly number[])[],
  top: number,
  paint: Paint,
): string {
  const cells = ({ byRadius }: MethodCurve, millis: readonly number[], r: number) => [
    fraction(byRadius[r].precisionAtKEmptyAsZero),
    candidatesText(byRadius[r].meanCandidates),
    millisText(millis[r]),
  ];
  const rows = radiiOf(lsh).map((r) => [
    String(r),
    ...cells(lsh, lshMillis, r),
    ...cells(grh, grhMillis, r),
  ]);
  const columns = (name: string) => [`${name} p@${top}`, 'found', 'ms'];
  const notes = [lsh, grh].map(
    ({ name, buckets, largest }) =>
      `${name}: ${count(buckets, 'bucket')} in the database, largest ${count(largest)}`,
  );
  const text = table(['radius', ...columns('LSH'), ...columns('GRH')], rows, paint);
  return `${text}\n\n${notes.join('\n')}`;
}

function precisionPlot(curves: readonly MethodCurve[], top: number, paint: Paint): string {
  const radii = radiiOf(curves[0]);
  const styles = [
    { mark: '●', colour: 'blue' },
    { mark: '■', colour: 'green' },
  ] as const;
  const series = curves.map(
    ({ name, byRadius }, i): Series => ({
      name: name === 'LSH' ? 'LSH (random)' : 'GRH (learned)',
      ...styles[i],
      values: radii.map((r) => byRadius[r].precisionAtKEmptyAsZero),
    }),
  );
  return plot(
    series,
    {
      title: `precision@${top} by radius, a query without candidates counting as 0`,
      xLabel: 'radius',
      xTicks: radii.map(String),
      format: (value) => value.toFixed(2),
    },
    paint,
  );
}
