import type { RadiusResult } from '../../../evaluation/tutorial/result.ts';
import { el, fill } from '../../page/dom.ts';
import { count } from '../../page/format.ts';
import { type Curve, lineChart } from '../../page/line-chart.ts';
import { responsive } from '../../page/responsive.ts';
import { dataTable } from '../../page/tables.ts';
import type { ReportData, ReportMethod } from '../data.ts';
import { fraction, millis } from './format.ts';
import { styleOf } from './method-styles.ts';

/** The tutorial's two figures, for the methods of one code length. */
export function radiusFigures(data: ReportData, methods: readonly ReportMethod[]): void {
  fill('precision', ...precisionFigure(data, methods));
  fill('time', ...timeFigure(data, methods));
}

type Value = (result: RadiusResult) => number | null;

function precisionFigure(data: ReportData, methods: readonly ReportMethod[]): HTMLElement[] {
  const top = data.settings.top;
  const chart = el('div');
  const box = el('input', { type: 'checkbox' });
  const redraw = () => {
    const value: Value = box.checked
      ? ({ precisionAtKEmptyAsZero }) => precisionAtKEmptyAsZero
      : ({ precisionAtK }) => precisionAtK;
    chart.replaceChildren(precisionChart(data, methods, value));
  };
  box.addEventListener('change', redraw);
  redraw();
  return [
    caption(
      `Precision@${top} by radius`,
      `Share of the ${top} nearest candidates that are of the query's class.`,
    ),
    chart,
    el('label', { class: 'choice' }, box, 'Count queries without candidates as 0'),
    byRadius(`precision@${top} by radius`, methods, {
      '': ({ precisionAtK }) => fraction(precisionAtK),
      ', empty as 0': ({ precisionAtKEmptyAsZero }) => fraction(precisionAtKEmptyAsZero),
      ', empty queries': ({ emptyQueries }) => count(emptyQueries),
    }),
  ];
}

function precisionChart(data: ReportData, methods: readonly ReportMethod[], value: Value) {
  const name = `precision@${data.settings.top}`;
  const queries = count(data.split.queries);
  const words = (result: RadiusResult) =>
    `${name} ${fraction(value(result))}\n` +
    `${count(result.emptyQueries)} of ${queries} queries found nothing`;
  const chart = {
    label: `${name} by Hamming radius`,
    xLabel: 'Hamming radius',
    yLabel: name,
    curves: curves(methods, value, words),
    baselines: [{ text: 'exact search', y: data.exact.precisionAtK }],
    xTicks: radii(methods),
  };
  return responsive((width) => lineChart(chart, width));
}

function timeFigure(data: ReportData, methods: readonly ReportMethod[]): HTMLElement[] {
  const { meanQueryMillis: exact } = data.exact;
  // A clock too coarse to see a query says 0, which has no logarithm.
  const value: Value = ({ meanQueryMillis }) => (meanQueryMillis > 0 ? meanQueryMillis : null);
  const words = ({ meanQueryMillis, meanCandidates }: RadiusResult) =>
    `${millis(meanQueryMillis)} ms a query\n${count(meanCandidates)} candidates on average`;
  const chart = {
    label: 'time of a query by Hamming radius, on a logarithmic axis',
    xLabel: 'Hamming radius',
    yLabel: 'milliseconds a query (log)',
    logarithmicY: true,
    curves: curves(methods, value, words),
    baselines: exact > 0 ? [{ text: 'exact search', y: exact }] : [],
    xTicks: radii(methods),
  };
  return [
    caption(
      'Query time by radius',
      'Hashing the query, finding the candidates and re-ranking them.',
    ),
    responsive((width) => lineChart(chart, width)),
    byRadius('milliseconds a query by radius', methods, {
      '': ({ meanQueryMillis }) => millis(meanQueryMillis),
      ', candidates': ({ meanCandidates }) => count(meanCandidates),
    }),
  ];
}

function curves(
  methods: readonly ReportMethod[],
  value: Value,
  words: (result: RadiusResult) => string,
): Curve[] {
  return methods.map(({ name, byRadius }) => ({
    name,
    style: styleOf(name),
    points: byRadius.map((result) => ({
      x: result.radius,
      y: value(result),
      title: `${name}, radius ${result.radius}\n${words(result)}`,
    })),
  }));
}

function caption(title: string, text: string): HTMLElement {
  return el('figcaption', {}, el('h3', {}, title), el('p', {}, text));
}

/** A row for each method and each of `values`, whose keys follow the method's name. */
function byRadius(
  title: string,
  methods: readonly ReportMethod[],
  values: Readonly<Record<string, (result: RadiusResult) => string>>,
): HTMLElement {
  const rows = Object.entries(values).flatMap(([suffix, value]) =>
    methods.map((method) => [`${method.name}${suffix}`, ...method.byRadius.map(value)]),
  );
  return dataTable(title, ['method', ...radii(methods).map((radius) => `r = ${radius}`)], rows);
}

function radii(methods: readonly ReportMethod[]): number[] {
  return methods[0].byRadius.map(({ radius }) => radius);
}
