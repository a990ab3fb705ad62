import type { BitsStep, BucketStep } from '../../evaluation/walkthrough/types.ts';
import type { Paint } from '../output/colour.ts';
import { shortened } from '../output/shortened.ts';
import { wrap } from '../output/wrap.ts';
import { named, ordinal, signed, strip } from './parts.ts';

/** Hyperplanes that are drawn. */
const MOST_ROWS = 32;
/** Cells of a bar, on each side. */
const BAR = 22;

/** Step 3: bars to the left and right of each hyperplane. */
export function bitsText(step: BitsStep, paint: Paint): string {
  const { row, name, projections, bits, leastCertain } = step;
  const shown = Math.min(bits.length, MOST_ROWS);
  const largest = Math.max(...projections.slice(0, shown).map(Math.abs), 1e-30);
  const lines = Array.from({ length: shown }, (_, j) => {
    const cells = Math.round((Math.abs(projections[j]) / largest) * BAR);
    const bar = '█'.repeat(cells);
    const left = projections[j] < 0 ? paint('yellow', bar.padStart(BAR)) : ' '.repeat(BAR);
    const right = projections[j] < 0 ? ' '.repeat(BAR) : paint('blue', bar.padEnd(BAR));
    const bit = bits[j] === 1 ? paint('blue', '1') : paint('yellow', '0');
    return `${String(j + 1).padStart(10)} ${signed(projections[j], 9, 3, paint)}  ${left}│${right}  ${bit}`;
  });
  const more = bits.length > shown ? [paint('dim', `... and ${bits.length - shown} more`)] : [];
  const header = `hyperplane projection${' '.repeat(BAR - 6)}side 0 │ side 1${' '.repeat(BAR - 7)}  bit`;
  return [
    `row ${row}, ${named(name, 40)}`,
    [paint('bold', header), ...lines, ...more].join('\n'),
    `code\n${strip(bits, paint)}`,
    `nearest to hyperplane ${leastCertain + 1}: its bit is the least certain`,
  ].join('\n\n');
}

/** Step 4: each bit times its power. */
export function bucketText({ bits, powers, index }: BucketStep, paint: Paint): string {
  const ones = powers.filter((_, j) => bits[j] === 1);
  const sum = ones.map((power) => BigInt(power).toLocaleString('en-US')).join(' + ') || '0';
  const isShort = bits.length <= MOST_ROWS;
  return [
    ...(isShort ? [products(bits, powers, paint)] : [strip(bits, paint)]),
    ...(isShort ? [wrap(`sum: ${sum}`)] : []),
    `${paint('bold', 'bucket')} ${paint('bold', shortened(index))}`,
  ].join('\n\n');
}

/** In two columns, the first half of the bits to the left. */
function products(bits: BucketStep['bits'], powers: readonly string[], paint: Paint): string {
  const half = Math.ceil(bits.length / 2);
  const width = BigInt(powers[0]).toLocaleString('en-US').length;
  const product = (j: number) => {
    const power = BigInt(powers[j]).toLocaleString('en-US').padStart(width);
    const adds = (bits[j] === 1 ? power.trim() : '0').padStart(width);
    const text = `${ordinal(j + 1).padStart(5)}  ${bits[j]} × ${power} = ${adds}`;
    return paint(bits[j] === 1 ? 'blue' : 'dim', text);
  };
  const lines = Array.from({ length: half }, (_, j) =>
    j + half < bits.length ? `${product(j)}  ${product(j + half)}` : product(j),
  );
  return lines.join('\n');
}
