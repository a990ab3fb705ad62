import type { HashCodes } from '../../../core/hash-codes.ts';
import type { Bit } from '../bit.ts';
import { lines } from '../lines.ts';
import type { Story } from '../story.ts';
import type { WalkthroughStepOf } from '../types.ts';

/** Step 3: one side of each hyperplane. */
export function bitsStep(story: Story): WalkthroughStepOf<'bits'> {
  const { thing } = story;
  const one = thing === 'image' ? 'an image' : 'a point';
  const { row } = story.settings;
  const projections = Array.from(story.lsh.projections(story.points.selectRows([row])).row(0));
  const bits = bitsOf(story.codes, row);
  const sizes = projections.map(Math.abs);
  return {
    id: 'bits',
    title: 'One bit for each hyperplane',
    text:
      `The projection of ${one} on a hyperplane is the sum of its values times those of the ` +
      `hyperplane. Its sign tells the side on which the ${thing} lies: the bit is 1 where it is 0 or ` +
      'more, else 0. What lies in nearly the same direction is rarely separated, so that most bits agree.',
    code: {
      javascript: lines(
        `const row = ${row};`,
        'const projections = lsh.projections(points.selectRows([row])).row(0);',
        'const bits = Array.from(projections, (value) => (value >= 0 ? 1 : 0));',
      ),
      numpy: lines(
        `row = ${row}`,
        'projections = points[row] @ hyperplanes',
        'bits = (projections >= 0).astype(int)',
      ),
    },
    data: {
      ...story.named(row),
      projections,
      bits,
      leastCertain: sizes.indexOf(Math.min(...sizes)),
    },
  };
}

/** The bits of a code, the first hyperplane's first. */
export function bitsOf(codes: HashCodes, index: number): Bit[] {
  return Array.from({ length: codes.bits }, (_, j) => codes.bit(index, j));
}
