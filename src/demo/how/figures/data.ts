import type { PreparationStage } from '../../../evaluation/walkthrough/types.ts';
import { el } from '../../../report/page/dom.ts';
import { table } from '../../../report/page/tables.ts';
import type { RowStages } from '../../lab/calls/row-stages.ts';
import { count, decimal } from '../format.ts';
import { classChip, shareBar } from '../pieces.ts';
import { valuePicture } from '../value-picture.ts';
import type { MakeFigure } from './figure.ts';

/** Step 1: a point as it is given, of length 1, and about the mean. */
export const dataFigure: MakeFigure<'data'> = (step, state, { demo }) => {
  const { rows, dimensions, classes, stages } = step.data;
  const pictures = el('div', { class: 'stages' });
  const row = state.image ?? 0;
  demo.lab
    .call('rowStages', { row })
    .then((values) => pictures.replaceChildren(...stagePictures(values)))
    .catch((error: Error) => pictures.replaceChildren(el('p', {}, error.message)));
  const element = el(
    'div',
    {},
    el(
      'figure',
      {},
      el(
        'figcaption',
        {},
        el('h3', {}, `Row ${row}, from what is given to what is hashed`),
        el('p', {}, 'Blue is above 0, orange below.'),
      ),
      pictures,
    ),
    table(
      'Lengths of all rows, and eight values of this one',
      ['', 'shortest', 'mean', 'longest', `values from ${stages[0].from} on`],
      stages.map(stageRow),
    ),
    shareBar(classes.map((one) => ({ ...one, look: `class-${one.label % 10}` }))),
    el(
      'ul',
      { class: 'class-counts' },
      ...classes.map((one) => el('li', {}, classChip(one), ` ${count(one.count)}`)),
    ),
    el('p', { class: 'quiet' }, `${count(rows)} rows of ${count(dimensions)} values each.`),
  );
  return { element };
};

/** Lengths of the rows as given may be in the thousands. */
export function stageRow({ name, norms, values }: PreparationStage): (Node | string)[] {
  const digits = norms.most >= 100 ? 0 : 3;
  return [
    name,
    decimal(norms.least, digits),
    decimal(norms.mean, digits),
    decimal(norms.most, digits),
    el('span', { class: 'values' }, values.map((value) => decimal(value, digits)).join('  ')),
  ];
}

function stagePictures({ given, unit, mean, prepared }: RowStages): HTMLElement[] {
  const stage = (title: string, values: Float32Array, isAboutZero: boolean) =>
    el(
      'div',
      { class: 'stage' },
      valuePicture(values, `${title}, ${values.length} values`, isAboutZero),
      el('span', {}, title),
    );
  const sign = (text: string) => el('span', { class: 'sign', 'aria-hidden': 'true' }, text);
  return [
    stage('as given', given, false),
    sign('→'),
    stage('of length 1', unit, false),
    sign('−'),
    stage('mean of all rows', mean, false),
    sign('='),
    stage('what is hashed', prepared, true),
  ];
}
