import { el } from '../../report/page/dom.ts';
import { count } from '../../report/page/format.ts';
import type { DatasetClass, OverviewResult } from '../lab/calls/overview.ts';
import type { LoadedResult } from '../lab/calls/own-data.ts';
import { classChip } from '../parts/class-colours.ts';
import { nameOfRow, rowPicture } from '../parts/row-picture.ts';
import { forPage } from './wording.ts';

/** Classes that are listed; the rest is counted. */
const LISTED = 12;

/** What can be done with the data. */
export interface LoadedEvents {
  onKeep(): void;
  onBundled(): void;
  /** A column is to be read as labels. */
  onLabels(column: string): void;
}

/** What the lab works with: its size, its classes, some rows, and where to go with it. */
export function loadedPanel(
  { overview, rows, notes, unread }: LoadedResult,
  events: LoadedEvents,
): HTMLElement {
  const { name, isBundled, classes } = overview;
  const title = isBundled ? `Now shown: the bundled images, ${name}` : `Now shown: ${name}`;
  return el(
    'section',
    { class: 'loaded', 'aria-label': 'Data that is shown' },
    el('h2', {}, title),
    el('p', {}, sizeOf(overview)),
    ...notes.map((note) => el('p', { class: 'quiet' }, forPage(note))),
    classes ? classList(classes) : el('p', {}, UNLABELLED),
    ...(unread.length > 0 ? [labelColumns(unread, events)] : []),
    el('ul', { class: 'rows' }, ...rows.map(rowItem)),
    el(
      'div',
      { class: 'buttons' },
      ...links(classes !== null),
      ...(isBundled ? [] : ownButtons(events)),
    ),
  );
}

const UNLABELLED =
  'It has no labels. Compare works without, by random hyperplanes (LSH) and exact search; Train and How it ' +
  'works need them: add a second file with one label a row.';

function sizeOf({ rows, dimensions, classes, isImages }: OverviewResult): string {
  const what = isImages ? 'pictures' : 'rows';
  const kinds = classes?.length === 1 ? '1 class' : `${count(classes?.length ?? 0)} classes`;
  const labels = classes ? ` in ${kinds}` : '';
  return `${count(rows)} ${what} of ${count(dimensions)} values${labels}.`;
}

function classList(classes: readonly DatasetClass[]): HTMLElement {
  const listed = classes
    .slice(0, LISTED)
    .map(({ label, name, rows }) => el('li', {}, classChip(label, name), ` ${count(rows)}`));
  const rest = classes.length - LISTED;
  if (rest > 0) listed.push(el('li', { class: 'quiet' }, `and ${count(rest)} more`));
  return el('ul', { class: 'classes', 'aria-label': 'Classes and their rows' }, ...listed);
}

/** Columns that nobody took for labels by their names. */
function labelColumns(columns: readonly string[], { onLabels }: LoadedEvents): HTMLElement {
  const buttons = columns.slice(0, LISTED).map((column) => {
    const button = el('button', { type: 'button' }, column);
    button.addEventListener('click', () => onLabels(column));
    return button;
  });
  return el('div', { class: 'buttons' }, el('span', {}, 'Or are these the labels?'), ...buttons);
}

function rowItem(row: LoadedResult['rows'][number]): HTMLElement {
  const { label, className, id } = row;
  const named = label === null || className === null ? id : classChip(label, className);
  return el(
    'li',
    {},
    rowPicture(row.picture, nameOfRow(row)),
    el('span', { class: 'row-name' }, named),
  );
}

/** The views that work with the data: learning, and its story, need labels. */
function links(hasLabels: boolean): HTMLElement[] {
  const link = (view: string, text: string) =>
    el('a', { class: 'button', href: `#/${view}` }, text);
  const compare = link('compare', 'Compare on it');
  if (!hasLabels) return [compare];
  return [compare, link('train', 'Train on it'), link('how', 'How it works on it')];
}

function ownButtons({ onKeep, onBundled }: LoadedEvents): HTMLElement[] {
  const keep = el('button', { type: 'button' }, 'Keep in this browser');
  keep.addEventListener('click', onKeep);
  const back = el('button', { type: 'button' }, 'Back to the bundled images');
  back.addEventListener('click', onBundled);
  return [keep, back];
}
