import type { DataStep, HyperplanesStep } from '../../evaluation/walkthrough/types.ts';
import type { Paint } from '../output/colour.ts';
import { count } from '../output/count.ts';
import { table } from '../output/table.ts';
import { wrap } from '../output/wrap.ts';
import { classesText, signed } from './parts.ts';

/** Six digits at most. */
function short(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return count(value);
  const size = Math.abs(value);
  if (size >= 1000) return count(Math.round(value));
  return size < 1e-3 ? value.toExponential(0) : value.toFixed(size < 10 ? 3 : 1);
}

/** Step 1. */
export function dataText({ classes, stages }: DataStep, row: number, paint: Paint): string {
  const names = stages.map(({ name }) => name);
  const norms = stages.map(({ name, norms: { least, mean, most } }) => [
    name,
    ...[least, mean, most].map(short),
  ]);
  const { from, values } = stages[0];
  const places = values.map((_, i) => `${from + i + 1}`);
  const shown = stages.map((stage, i) => [names[i], ...stage.values.map(short)]);
  return [
    wrap(`classes: ${classesText(classes, 400)}`),
    table(['length of the points', 'least', 'mean', 'most'], norms, paint),
    table([`row ${row}, values from ${from + 1}`, ...places], shown, paint, ' '),
  ].join('\n\n');
}

/** Step 2. */
export function hyperplanesText(step: HyperplanesStep, paint: Paint): string {
  const { bits, dimensions, values } = step;
  const shown = values[0].length;
  const header = ['hyperplane', ...values[0].map((_, d) => String(d + 1).padStart(7))].join(' ');
  const rows = values.map((row, j) => {
    const numbers = row.map((value) => signed(value, 7, 3, paint)).join(' ');
    const rest = dimensions > shown ? ` ${paint('dim', '...')}` : '';
    return `${String(j + 1).padStart(10)} ${numbers}${rest}`;
  });
  const more =
    bits > values.length ? [paint('dim', `... and ${count(bits - values.length)} more`)] : [];
  return [paint('bold', header), ...rows, ...more].join('\n');
}
