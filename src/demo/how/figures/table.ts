import { el, terms } from '../../../report/page/dom.ts';
import { count } from '../../../report/page/format.ts';
import { dataTable } from '../../../report/page/tables.ts';
import { classChip } from '../../parts/class-colours.ts';
import { percent } from '../format.ts';
import { bucketCard } from '../pieces.ts';
import type { MakeFigure } from './figure.ts';

/** Step 5: buckets with their rows, classes and purity. */
export const tableFigure: MakeFigure<'table'> = (step, _, { pictures }) => {
  const { rows, buckets, meanSize, largest, withTwoOrMore, own, fullest, good, poor } = step.data;
  const element = el(
    'div',
    {},
    el(
      'dl',
      { class: 'facts' },
      ...terms([
        ['images', count(rows)],
        ['buckets that hold any', count(buckets)],
        ['images in a bucket, mean', count(meanSize)],
        ['in the fullest', count(largest)],
        ['buckets of two or more', count(withTwoOrMore)],
      ]),
    ),
    el(
      'div',
      { class: 'bucket-cards' },
      bucketCard('The bucket of our image', own, pictures, 'own'),
      ...(good ? [bucketCard('A good one', good, pictures, 'good')] : []),
      ...(poor ? [bucketCard('A poor one', poor, pictures, 'poor')] : []),
    ),
    dataTable(
      'the fullest buckets',
      ['bucket', 'images', 'of one class', 'commonest class'],
      fullest.map(({ index, size, purity, classes }) => [
        index,
        count(size),
        percent(purity, 0),
        classChip(classes[0].label, classes[0].name),
      ]),
    ),
  );
  return { element };
};
