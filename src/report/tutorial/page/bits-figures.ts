import { el, fill, place } from '../../page/dom.ts';
import { type Curve, lineChart } from '../../page/line-chart.ts';
import { responsive } from '../../page/responsive.ts';
import { dataTable } from '../../page/tables.ts';
import type { ReportData } from '../data.ts';
import { fraction } from './format.ts';
import { styleOf } from './method-styles.ts';

/** Precision by code length at radius 0, 1 and 2, where several lengths were measured. */
export function bitsFigures(data: ReportData): void {
  const bits = [...data.settings.bits].sort((a, b) => a - b);
  if (bits.length < 2) return;
  const radii = [0, 1, 2].filter((r) => data.methods.every(({ byRadius }) => r < byRadius.length));
  place('by-bits').hidden = false;
  fill('bits-figures', ...radii.map((radius) => figureAt(data, radius, bits)));
  const columns = bits.flatMap((length) => radii.map((radius) => ({ length, radius })));
  fill(
    'bits-data',
    dataTable(
      `precision@${data.settings.top} by bits and radius`,
      ['method', ...columns.map(({ length, radius }) => `${length} bits, r = ${radius}`)],
      names(data).map((name) => [
        name,
        ...columns.map(({ length, radius }) => fraction(precision(data, name, length, radius))),
      ]),
    ),
  );
}

function figureAt(data: ReportData, radius: number, bits: readonly number[]): HTMLElement {
  const top = data.settings.top;
  const curves: Curve[] = names(data).map((method) => ({
    name: method,
    style: styleOf(method),
    points: bits.map((length) => {
      const y = precision(data, method, length, radius);
      const title = `${method}, ${length} bits, radius ${radius}\nprecision@${top} ${fraction(y)}`;
      return { x: length, y, title };
    }),
  }));
  const chart = responsive((width) =>
    lineChart(
      {
        label: `precision@${top} by bits at Hamming radius ${radius}`,
        xLabel: 'bits of the hash code',
        yLabel: `precision@${top}`,
        curves,
        baselines: [{ text: 'exact search', y: data.exact.precisionAtK }],
        logarithmicX: true,
        xTicks: bits,
      },
      width,
    ),
  );
  return el('figure', {}, el('figcaption', {}, el('h3', {}, `Radius ${radius}`)), chart);
}

function names({ methods }: ReportData) {
  return [...new Set(methods.map(({ name }) => name))];
}

function precision(data: ReportData, name: string, bits: number, radius: number): number | null {
  const method = data.methods.find((m) => m.name === name && m.bits === bits);
  return method?.byRadius[radius].precisionAtK ?? null;
}
