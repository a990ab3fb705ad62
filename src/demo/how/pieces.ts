import type { Bit } from '../../evaluation/walkthrough/bit.ts';
import type { NamedRow, ShownBucket } from '../../evaluation/walkthrough/types.ts';
import { el } from '../../report/page/dom.ts';
import { plural } from '../../report/page/format.ts';
import { classChip, colourOf } from '../parts/class-colours.ts';
import { percent } from './format.ts';
import type { RowPictures } from './row-pictures.ts';

/** A row: its picture, its number, its class. */
export function rowCard(row: NamedRow, pictures: RowPictures, ...more: Node[]): HTMLElement {
  return el(
    'div',
    { class: 'row-card' },
    pictures.draw(row),
    el('span', { class: 'row-number' }, `row ${row.row}`),
    classChip(row.label, row.name),
    ...more,
  );
}

/** Bits as squares, 1 filled; those that are marked stand out. */
export function bitStrip(
  bits: readonly Bit[],
  options: { readonly marked?: (bit: number) => boolean; readonly label?: string } = {},
): HTMLElement {
  const { marked = () => false, label = `bits ${bits.join('')}` } = options;
  return el(
    'span',
    { class: 'bit-strip', role: 'img', 'aria-label': label },
    ...bits.map((bit, j) =>
      el('span', { class: `bit is-${bit}${marked(j) ? ' marked' : ''}` }, String(bit)),
    ),
  );
}

/** A bucket with its rows, classes and purity. */
export function bucketCard(
  title: string,
  bucket: ShownBucket,
  pictures: RowPictures,
  look: string,
): HTMLElement {
  const { index, size, rows, classes, purity } = bucket;
  const left = size - rows.length;
  return el(
    'figure',
    { class: `bucket-card ${look}` },
    el(
      'figcaption',
      {},
      el('h3', {}, title),
      el('p', {}, `Bucket ${index}: ${plural(size, 'image')}, ${percent(purity, 0)} of one class`),
    ),
    shareBar(classes.map((one) => ({ ...one, look: colourOf(one.label) }))),
    el(
      'ul',
      { class: 'class-counts' },
      ...classes.map((one) => el('li', {}, classChip(one.label, one.name), ` ${one.count}`)),
    ),
    el('ul', { class: 'row-cards' }, ...rows.map((row) => el('li', {}, rowCard(row, pictures)))),
    ...(left > 0 ? [el('p', { class: 'quiet' }, `and ${left} more`)] : []),
  );
}

/** Parts of a whole as one bar, as wide as they are large. Its words stand beside it. */
export function shareBar(
  parts: readonly { readonly count: number; readonly look: string }[],
): HTMLElement {
  const bar = el('div', { class: 'share-bar', 'aria-hidden': 'true' });
  for (const { count, look } of parts) {
    const part = el('span', { class: look });
    part.style.flexGrow = String(count);
    bar.append(part);
  }
  return bar;
}
