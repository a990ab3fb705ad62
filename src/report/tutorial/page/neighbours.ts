import { el, fill } from '../../page/dom.ts';
import type { ReportData, ReportMethod } from '../data.ts';
import { swatch } from './method-styles.ts';
import { picture } from './pictures.ts';

/** The nearest candidates of the first queries, by LSH and by GRH side by side. */
export function neighbours(data: ReportData, methods: readonly ReportMethod[]): void {
  const shown = methods.filter(({ name }) => name === 'LSH' || name === 'GRH (paper)');
  const radius = shown[0].neighbourRadius;
  fill(
    'neighbours-text',
    `The nearest rows of the database by exact cosine, among the candidates within Hamming radius ` +
      `${radius}. Those of the query's class are framed and ticked.`,
  );
  fill(
    'neighbours',
    ...shown[0].neighbours.map(({ query }, i) =>
      el(
        'article',
        { class: 'query' },
        el('div', { class: 'asked' }, el('h3', {}, `Query ${i + 1}`), picture(data, query)),
        ...shown.map((method) => found(data, method, i)),
      ),
    ),
  );
}

function found(data: ReportData, method: ReportMethod, i: number): HTMLElement {
  const { query, rows } = method.neighbours[i];
  const isRight = (row: number) => data.classes[row] === data.classes[query];
  const right = rows.filter(isRight).length;
  const score =
    rows.length === 0
      ? `: nothing within radius ${method.neighbourRadius}`
      : `: ${right} of ${rows.length} right`;
  return el(
    'div',
    { class: 'found' },
    el('h4', {}, swatch(method.name), `${method.name}${score}`),
    el(
      'ol',
      { class: 'pictures' },
      ...rows.map((row) => el('li', {}, picture(data, row, isRight(row)))),
    ),
  );
}
