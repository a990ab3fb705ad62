import { el } from '../../../report/page/dom.ts';
import { dataTable } from '../../../report/page/tables.ts';
import { decimal } from '../format.ts';
import { SlicePanel } from '../slice-panel.ts';
import type { MakeFigure } from './figure.ts';

/** Step 2: the hyperplanes as lines in the plane of two images, to be turned by hand. */
export const hyperplanesFigure: MakeFigure<'hyperplanes'> = async (step, state, context) => {
  const { values, bits, dimensions } = step.data;
  const row = state.image ?? 0;
  const slice = await context.demo.lab.call('slice', { row, other: null });
  const panel = new SlicePanel(slice, context);
  const element = el(
    'div',
    {},
    panel.element,
    dataTable(
      `the first values of the ${bits} x ${dimensions} numbers`,
      ['hyperplane', ...values[0].map((_, d) => `value ${d + 1}`)],
      values.map((row, j) => [String(j + 1), ...row.map((value) => decimal(value, 4))]),
    ),
  );
  return { element };
};
