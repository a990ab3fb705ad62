import type {
  ComparisonStep,
  LshStep,
  MethodCurve,
  WalkthroughStepOf,
} from '../../../evaluation/walkthrough/types.ts';
import { el } from '../../../report/page/dom.ts';
import { count } from '../../../report/page/format.ts';
import { type Curve, lineChart } from '../../../report/page/line-chart.ts';
import { responsive } from '../../../report/page/responsive.ts';
import type { MethodStyle } from '../../../report/page/swatch.ts';
import { dataTable } from '../../../report/page/tables.ts';
import { duration, precision } from '../format.ts';
import type { Figure } from './figure.ts';

const STYLES: Readonly<Record<'LSH' | 'GRH', MethodStyle>> = {
  LSH: { colour: 'var(--lsh)', symbol: 'circle', dash: '2 4' },
  GRH: { colour: 'var(--grh-paper)', symbol: 'square', dash: '' },
};

/** A method, and the time of a query by radius. */
interface Timed {
  readonly curve: MethodCurve;
  readonly millis: readonly number[];
}

/** What both steps have. */
interface Measured {
  readonly top: number;
  readonly methods: readonly Timed[];
  readonly exact: { readonly precisionAtK: number; readonly millis: number };
}

/** Step 8: random hyperplanes. */
export function lshFigure({ data }: WalkthroughStepOf<'lsh'>): Figure {
  const { top, lsh, exact, millis }: LshStep = data;
  const methods = [{ curve: lsh, millis: millis.lsh }];
  return curvesFigure({ top, methods, exact: { ...exact, millis: millis.exact } });
}

/** Step 10: learned hyperplanes beside random ones. */
export function comparisonFigure({ data }: WalkthroughStepOf<'comparison'>): Figure {
  const { top, lsh, grh, exact, millis }: ComparisonStep = data;
  const methods = [
    { curve: grh, millis: millis.grh },
    { curve: lsh, millis: millis.lsh },
  ];
  const figure = curvesFigure({ top, methods, exact: { ...exact, millis: millis.exact } });
  figure.element.append(
    el('p', { class: 'quiet' }, `Learning took ${duration(millis.training)} on this device.`),
  );
  return figure;
}

function curvesFigure(measured: Measured): Figure {
  const { top, methods, exact } = measured;
  const radii = methods[0].curve.byRadius.map(({ radius }) => radius);
  const shared = { xLabel: 'Hamming radius: bits that may differ', xTicks: radii, nameWidth: 84 };
  const element = el(
    'div',
    {},
    el(
      'div',
      { class: 'pair' },
      chartFigure(`Precision@${top}`, 'Higher is better. A query that finds nothing counts as 0.', {
        ...shared,
        label: `precision@${top} by Hamming radius`,
        yLabel: `precision@${top}`,
        curves: methods.map((method) => curveOf(method, 'precision')),
        baselines: [{ text: 'exact search', y: exact.precisionAtK }],
      }),
      chartFigure('Time of a query', 'Lower is better; measured on this device.', {
        ...shared,
        label: 'milliseconds a query by Hamming radius',
        yLabel: 'milliseconds a query (log)',
        curves: methods.map((method) => curveOf(method, 'time')),
        baselines: [{ text: 'exact search', y: exact.millis }],
        logarithmicY: true,
      }),
    ),
    numbersOf(measured),
  );
  return { element };
}

function chartFigure(
  title: string,
  text: string,
  chart: Parameters<typeof lineChart>[0],
): HTMLElement {
  return el(
    'figure',
    {},
    el('figcaption', {}, el('h3', {}, title), el('p', {}, text)),
    drawnLater(() => responsive((width) => asOnePicture(lineChart(chart, width)))),
  );
}

/** Plot names the groups of a picture, which has a name itself and hides what it is made of. */
function asOnePicture(svg: Element): Element {
  for (const group of svg.querySelectorAll('g[aria-label]')) group.removeAttribute('aria-label');
  return svg;
}

/** A chart takes a task of its own; its room is there before. */
function drawnLater(draw: () => HTMLElement): HTMLElement {
  const place = el('div', { class: 'chart-place' });
  setTimeout(() => place.append(draw()));
  return place;
}

function curveOf({ curve, millis }: Timed, kind: 'precision' | 'time'): Curve {
  const { name, byRadius } = curve;
  return {
    name,
    style: STYLES[name],
    points: byRadius.map(({ radius, precisionAtKEmptyAsZero: found }, i) => {
      const isTime = kind === 'time';
      const value = isTime ? duration(millis[i]) : precision(found);
      return {
        x: radius,
        y: isTime ? millis[i] : found,
        title: `${name}, radius ${radius}\n${value}`,
      };
    }),
  };
}

function numbersOf({ methods, exact, top }: Measured): HTMLElement {
  const columns = [
    'buckets',
    'fullest',
    'radius',
    `precision@${top}`,
    'nothing counts as 0',
    'find nothing',
    'candidates',
    'time',
  ];
  return dataTable(
    'the numbers of these curves',
    ['method', ...columns],
    [
      ...methods.flatMap(({ curve, millis }) =>
        curve.byRadius.map((at, i) => [
          curve.name,
          count(curve.buckets),
          count(curve.largest),
          String(at.radius),
          precision(at.precisionAtK),
          precision(at.precisionAtKEmptyAsZero),
          count(at.emptyQueries),
          count(at.meanCandidates),
          duration(millis[i]),
        ]),
      ),
      [
        'exact search',
        '',
        '',
        '',
        precision(exact.precisionAtK),
        '',
        '',
        '',
        duration(exact.millis),
      ],
    ],
  );
}
