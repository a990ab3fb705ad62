import type { ToyExample, ToyRound } from '../../../evaluation/walkthrough/toy/types.ts';
import { plural } from '../../../report/page/format.ts';
import { degrees } from '../format.ts';

/** What an iteration has changed, in a sentence or two. */
export function says(toy: ToyExample, iteration: number): string {
  if (iteration === 0) {
    const { buckets } = toy;
    return `Random hyperplanes: ${plural(new Set(buckets).size, 'bucket')} for six images, and no label was used.`;
  }
  const round = toy.rounds[iteration - 1];
  const flips = flipsOf(toy, round);
  const flipped =
    flips.length > 0 ? `${list(flips)} ${flips.length > 1 ? 'flip' : 'flips'}` : 'no bit flips';
  const turned = `hyperplane 1 turns by ${degrees(round.turned[0])}`;
  const buckets = `${plural(new Set(round.buckets).size, 'bucket')} for six images`;
  const end = round.isSettled ? ' Nothing changes any more.' : '';
  return `Iteration ${iteration}: ${flipped}, ${turned}: ${buckets}.${end}`;
}

/** "bit 1 of C" */
export function flipsOf({ images }: ToyExample, { before, smoothed }: ToyRound): string[] {
  return images.flatMap(({ name }, i) =>
    before[i].flatMap((bit, j) => (bit === smoothed[i][j] ? [] : [`bit ${j + 1} of ${name}`])),
  );
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
