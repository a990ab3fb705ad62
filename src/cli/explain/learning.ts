import type { GrhStep } from '../../evaluation/walkthrough/types.ts';
import type { Paint } from '../output/colour.ts';
import { count } from '../output/count.ts';
import { wrap } from '../output/wrap.ts';
import { named, percent, strip } from './parts.ts';

/** Step 9. */
export function grhText(step: GrhStep, paint: Paint): string {
  const { flipped, codes, refit, train } = step;
  const turned = refit.turned.reduce((sum, angle) => sum + angle, 0) / refit.turned.length;
  return [
    adjacencyText(step, paint),
    `${paint('bold', 'step one')}: ${count(flipped.count)} of ${count(flipped.of, 'bit')} flip ` +
      `(${percent(flipped.share)});\n${count(train, 'training row')} had ${count(codes.before, 'code')}, now ` +
      `${count(codes.after)}`,
    examplesText(step, paint),
    `${paint('bold', 'step two')}: hyperplanes turn by ${turned.toFixed(1)}° on average, and give ` +
      `${percent(refit.agreement)} of\nthese bits to the training rows`,
  ].join('\n\n');
}

function adjacencyText({ adjacency, train }: GrhStep, paint: Paint): string {
  const { rows, corner, degrees, ones, share } = adjacency;
  const lines = rows.map(({ name }, i) => {
    const cells = corner[i].map((one) => (one === 1 ? paint('blue', '1') : paint('dim', '·')));
    return `${named(name, 20).padEnd(20)} ${cells.join(' ')} ${paint('dim', '...')}  ÷ ${count(degrees[i])}`;
  });
  const title = `who is joined: ${count(train)} x ${count(train)}, ${percent(share)} ones (${count(ones)})`;
  const note = 'each row is divided by its number of ones, itself included';
  return [paint('bold', title), ...lines, paint('dim', note)].join('\n');
}

/** Codes before and after, flipped bits in colour and marked below. */
function examplesText({ examples }: GrhStep, paint: Paint): string {
  if (examples.length === 0) return wrap('No bit flips: the old bits outweigh their neighbours.');
  return examples
    .slice(0, 3)
    .map(({ row, name, before, after }) => {
      const isFlipped = (j: number) => before[j] !== after[j];
      const width = before.length <= 32 ? 2 : 1;
      const marks = before.map((_, j) => (isFlipped(j) ? '^' : ' ').repeat(width)).join('');
      const title = `row ${row}, ${named(name, 40)}: ${count(before.filter((_, j) => isFlipped(j)).length)} flipped`;
      const below = before.length <= 64 ? [paint('yellow', marks.trimEnd())] : [];
      return [
        title,
        strip(before, paint, isFlipped),
        strip(after, paint, isFlipped),
        ...below,
      ].join('\n');
    })
    .join('\n\n');
}
