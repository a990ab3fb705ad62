import type { ExampleBucket } from '../../../evaluation/tutorial/result.ts';
import { el, fill } from '../../page/dom.ts';
import { count, plural } from '../../page/format.ts';
import { responsive } from '../../page/responsive.ts';
import { dataTable } from '../../page/tables.ts';
import type { ReportData, ReportMethod } from '../data.ts';
import { percent } from './format.ts';
import { binName, histogram, sizeBins } from './histogram.ts';
import { swatch } from './method-styles.ts';
import { picture } from './pictures.ts';

/** Histograms and example buckets of the methods of one code length. */
export function buckets(data: ReportData, methods: readonly ReportMethod[]): void {
  const largest = Math.max(...methods.map((method) => method.buckets.largest));
  fill('histograms', ...methods.map((method) => histogramFigure(method, largest)));
  fill('histogram-data', sizesTable(methods));
  fill('examples', ...methods.map((method) => examples(data, method)));
}

function histogramFigure(method: ReportMethod, largest: number): HTMLElement {
  const { count: total, meanSize } = method.buckets;
  return el(
    'figure',
    {},
    el(
      'figcaption',
      {},
      el('h3', {}, swatch(method.name), method.name),
      el(
        'p',
        {},
        `${plural(total, 'bucket')}, mean size ${meanSize.toFixed(1)}, ` +
          `largest ${count(method.buckets.largest)}`,
      ),
    ),
    responsive((width) => histogram(method, largest, width)),
  );
}

function sizesTable(methods: readonly ReportMethod[]): HTMLElement {
  const bins = methods.map(({ sizes }) => sizeBins(sizes));
  const longest = bins.reduce((a, b) => (b.length > a.length ? b : a));
  return dataTable(
    'buckets by number of rows',
    ['rows in the bucket', ...methods.map(({ name }) => name)],
    longest.map((bin, i) => [binName(bin), ...bins.map((own) => count(own[i]?.buckets ?? 0))]),
  );
}

function examples(data: ReportData, method: ReportMethod): HTMLElement {
  return el(
    'div',
    { class: 'example' },
    el('h4', {}, swatch(method.name), method.name),
    el(
      'div',
      { class: 'pair' },
      example(data, 'A good one', method.good),
      example(data, 'A poor one', method.poor),
    ),
  );
}

function example(data: ReportData, title: string, bucket: ExampleBucket | null): HTMLElement {
  if (!bucket) {
    return el('p', { class: 'quiet' }, `${title}: there is no bucket of 4 to 12 rows.`);
  }
  const { rows, purity, index } = bucket;
  const commonest = commonestClass(rows.map((row) => data.classes[row]));
  return el(
    'figure',
    { class: 'plain' },
    el(
      'figcaption',
      {},
      el('strong', {}, title),
      `, bucket ${index}: ${plural(rows.length, 'row')}, ${percent(purity)} of one class`,
    ),
    el(
      'ul',
      { class: 'pictures' },
      ...rows.map((row) => el('li', {}, picture(data, row, data.classes[row] === commonest))),
    ),
  );
}

/** The class of most rows; none if every row has its own. */
function commonestClass(names: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [name, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  return most > 1 ? name : null;
}
