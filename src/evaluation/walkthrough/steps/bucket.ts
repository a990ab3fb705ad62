import { lines } from '../lines.ts';
import type { Story } from '../story.ts';
import type { WalkthroughStepOf } from '../types.ts';
import { bitsOf } from './bits.ts';

/** Beyond these neither language adds powers of two exactly in its own numbers. */
const MOST_BITS = 53;
/** Of an index that stands in a sentence. */
const MOST_DIGITS = 20;

/** Step 4: the code as a number. */
export function bucketStep(story: Story): WalkthroughStepOf<'bucket'> {
  const { row, bits: length } = story.settings;
  const bits = bitsOf(story.codes, row);
  const index = String(story.codes.bucketIndex(row));
  const isShort = length <= MOST_BITS;
  const shown = index.length <= MOST_DIGITS ? index : `a number of ${index.length} digits`;
  return {
    id: 'bucket',
    title: 'Powers of two make a bucket',
    text:
      'Read as one binary number, the first bit counting most, the code names a bucket: the powers of ' +
      `two whose bit is 1 add up to ${shown}. All with the same code fall into the same bucket.`,
    code: {
      javascript: lines(
        'const codes = lsh.encode(points);',
        isShort ? `const powers = bits.map((_, j) => 2 ** (${length - 1} - j));` : null,
        isShort ? 'const sum = bits.reduce((total, bit, j) => total + bit * powers[j], 0);' : null,
        `const bucket = codes.bucketIndex(row);${isShort ? ' // the same' : ''}`,
      ),
      numpy: isShort
        ? lines(
            `powers = 1 << np.arange(${length - 1}, -1, -1, dtype=np.int64)`,
            'bucket = bits @ powers',
          )
        : lines(
            `powers = [1 << place for place in range(${length - 1}, -1, -1)]`,
            'bucket = sum(int(bit) * power for bit, power in zip(bits, powers))',
          ),
    },
    data: {
      ...story.named(row),
      bits,
      powers: bits.map((_, j) => String(2n ** BigInt(length - 1 - j))),
      index,
    },
  };
}
