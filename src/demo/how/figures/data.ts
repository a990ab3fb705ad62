import type { PreparationStage } from '../../../evaluation/walkthrough/types.ts';
import { el } from '../../../report/page/dom.ts';
import { count } from '../../../report/page/format.ts';
import { dataTable } from '../../../report/page/tables.ts';
import type { RowStages } from '../../lab/calls/row-stages.ts';
import { classChip, colourOf } from '../../parts/class-colours.ts';
import { decimal } from '../format.ts';
import { shareBar } from '../pieces.ts';
import { valuePicture } from '../value-picture.ts';
import type { MakeFigure } from './figure.ts';

/** Step 1: a point as it is given, of length 1, and about the mean. */
export const dataFigure: MakeFigure<'data'> = async (step, state, { demo }) => {
  const { rows, dimensions, classes, stages } = step.data;
  const values = await demo.lab.call('rowStages', { row: state.image ?? 0 });
  const element = el(
    'div',
    {},
    el(
      'figure',
      {},
      el(
        'figcaption',
        {},
        el('h3', {}, `Row ${values.row}, from what is given to what is hashed`),
        el(
          'p',
          {},
          'In the last picture blue is above 0 and orange below. Lengths are those of all rows.',
        ),
      ),
      el('div', { class: 'stages' }, ...stagePictures(values, stages)),
    ),
    shareBar(classes.map((one) => ({ ...one, look: colourOf(one.label) }))),
    el(
      'ul',
      { class: 'class-counts' },
      ...classes.map((one) => el('li', {}, classChip(one.label, one.name), ` ${count(one.count)}`)),
    ),
    el('p', { class: 'quiet' }, `${count(rows)} rows of ${count(dimensions)} values each.`),
    dataTable(
      'eight values of this row on the way',
      ['', ...stages[0].values.map((_, i) => `value ${stages[0].from + i}`)],
      stages.map(({ name, norms, values }) => [
        name,
        ...values.map((value) => decimal(value, digitsFor(norms))),
      ]),
    ),
  );
  return { element };
};

/** Rows as they are given may be thousands long. */
function digitsFor({ most }: PreparationStage['norms']): number {
  return most >= 100 ? 0 : 3;
}

/** "594 to 5632" */
function lengths({ norms }: PreparationStage): HTMLElement {
  const [least, mean, most] = [norms.least, norms.mean, norms.most].map((norm) =>
    decimal(norm, digitsFor(norms)),
  );
  const text = least === most ? most : `${least} to ${most}, mean ${mean}`;
  return el('span', { class: 'lengths' }, `length ${text}`);
}

function stagePictures(
  { given, unit, mean, prepared }: RowStages,
  [asGiven, normalised, centred]: readonly PreparationStage[],
): HTMLElement[] {
  const stage = (title: string, values: Float32Array, of: PreparationStage | null) =>
    el(
      'div',
      { class: 'stage' },
      valuePicture(values, `${title}, ${values.length} values`, of === centred),
      el('strong', {}, title),
      ...(of ? [lengths(of)] : []),
    );
  const sign = (text: string) => el('span', { class: 'sign', 'aria-hidden': 'true' }, text);
  return [
    stage('as given', given, asGiven),
    sign('→'),
    stage('normalised', unit, normalised),
    sign('−'),
    stage('mean of all rows', mean, null),
    sign('='),
    stage('normalised and centred', prepared, centred),
  ];
}
