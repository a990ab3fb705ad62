import { TUTORIAL_ALPHA, TUTORIAL_ITERATIONS } from '../../../evaluation/tutorial/settings.ts';
import { el, fill, terms } from '../../page/dom.ts';
import { count, moment, plural } from '../../page/format.ts';
import { table } from '../../page/tables.ts';
import type { ReportData, ReportMethod } from '../data.ts';
import { fraction, millis } from './format.ts';
import { swatch } from './method-styles.ts';

/** Title and first sentence: what was hashed. */
export function heading({ dataset, split }: ReportData): void {
  document.title = `${dataset.name} – hashplane report`;
  fill('title', `Hashing ${dataset.name} with hyperplanes`);
  fill(
    'lead',
    `Random hyperplanes (LSH) against learned ones (GRH) on ${count(dataset.rows)} rows of ` +
      `${count(dataset.dimensions)} values in ${count(dataset.classes)} classes: ` +
      `${count(split.queries)} queries, ${count(split.database)} rows in the database, ` +
      `${count(split.train)} for training.`,
  );
}

/** One row a method, and exact search to compare with. */
export function glance(data: ReportData, methods: readonly ReportMethod[]): void {
  const { settings, exact } = data;
  const radii = [0, 1, 2].filter((radius) => radius < methods[0].byRadius.length);
  const last = radii.at(-1) as number;
  const rows = methods.map((method) => [
    el('span', { class: 'method' }, swatch(method.name), method.name),
    ...radii.map((radius) => fraction(method.byRadius[radius].precisionAtK)),
    millis(method.byRadius[last].meanQueryMillis),
    fraction(method.meanAveragePrecision),
    count(method.buckets.count),
    `${method.trainSeconds.toFixed(2)} s`,
    method.flippedShare === null ? '–' : `${(method.flippedShare * 100).toFixed(1)}%`,
  ]);
  const exactRow = ['exact search', ...radii.map(() => fraction(exact.precisionAtK))];
  fill(
    'glance',
    table(
      `${methods[0].bits} bits; precision@${settings.top} of candidates within Hamming radius r`,
      [
        'method',
        ...radii.map((radius) => `r = ${radius}`),
        `ms a query, r = ${last}`,
        'mAP',
        'buckets',
        'training',
        'bits flipped',
      ],
      [...rows, [...exactRow, millis(exact.meanQueryMillis), '–', '–', '–', '–']],
    ),
  );
}

/** What one must know to measure it again. */
export function provenance({ settings, environment, backend }: ReportData): void {
  const rows = (value: number) => (value < 1 ? `${value * 100}% of the rows` : count(value));
  fill(
    'settings',
    ...terms([
      ['code lengths', settings.bits.map((bits) => `${bits} bits`).join(', ')],
      ['seed of the hyperplanes', String(settings.seed)],
      ['seed of the split', String(settings.splitSeed)],
      ['queries', rows(settings.queries)],
      ['training set', rows(settings.train)],
      ['k of precision@k', count(settings.top)],
      ['GRH (tutorial)', `alpha ${TUTORIAL_ALPHA}, ${TUTORIAL_ITERATIONS} iterations`],
      ['GRH (paper)', `alpha ${settings.alpha}, ${plural(settings.iterations, 'iteration')}`],
      ['learner', `${settings.learner}, C = ${settings.cost}`],
    ]),
  );
  fill(
    'environment',
    ...terms([
      ['hashplane', environment.hashplane],
      ['backend', backend],
      ['Node', environment.node],
      ['processor', `${environment.cpu}, ${count(environment.cores)} cores`],
      ['system', environment.platform],
      ['measured', moment(environment.created)],
    ]),
  );
}
