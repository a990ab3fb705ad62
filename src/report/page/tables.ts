import { el } from './dom.ts';
import { markScrollEdges } from './scroll-edges.ts';

/** A table whose first column names the rows, in a box that scrolls by itself where it is wide, and shows it. */
export function table(
  caption: string,
  header: readonly (Node | string)[],
  rows: readonly (readonly (Node | string)[])[],
): HTMLElement {
  const head = el('tr', {}, ...header.map((cell) => el('th', { scope: 'col' }, cell)));
  const body = rows.map(([name, ...cells]) =>
    el('tr', {}, el('th', { scope: 'row' }, name), ...cells.map((cell) => el('td', {}, cell))),
  );
  const content = el(
    'table',
    {},
    el('caption', {}, el('span', { class: 'caption' }, caption)),
    el('thead', {}, head),
    el('tbody', {}, ...body),
  );
  // Reachable by keyboard, since what scrolls must be.
  const attributes = { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption };
  const box = el('div', attributes, content);
  markScrollEdges(box, content);
  return box;
}

/** The numbers behind a figure, folded away. */
export function dataTable(...args: Parameters<typeof table>): HTMLElement {
  return el('details', {}, el('summary', {}, `Data: ${args[0]}`), table(...args));
}
