import type { Bit } from '../../evaluation/walkthrough/bit.ts';
import type { NamedClassCount } from '../../evaluation/walkthrough/types.ts';
import type { Paint } from '../output/colour.ts';
import { printable } from '../output/printable.ts';

// What several steps print alike.

/** Bits of one line. */
const STRIP_BITS = 64;

/** A code as a strip: ones are full, zeros are shaded; those that are marked stand out in yellow. */
export function strip(
  bits: readonly Bit[],
  paint: Paint,
  isMarked?: (bit: number) => boolean,
): string {
  // Short codes are drawn wide.
  const width = bits.length <= 32 ? 2 : 1;
  const cells = bits.map((bit, j) => {
    const cell = (bit === 1 ? '█' : '░').repeat(width);
    if (isMarked?.(j)) return paint('yellow', cell);
    return bit === 1 ? paint('blue', cell) : paint('dim', cell);
  });
  const lines: string[] = [];
  for (let at = 0; at < cells.length; at += STRIP_BITS) {
    lines.push(cells.slice(at, at + STRIP_BITS).join(''));
  }
  return lines.join('\n');
}

/** `47 × Pullover, 21 × Shirt`, as many as fit the width. */
export function classesText(classes: readonly NamedClassCount[], width: number): string {
  const parts = classes.map(
    ({ name, count }) => `${count.toLocaleString('en-US')} × ${printable(name)}`,
  );
  return fitting(parts, width);
}

/** As many parts as fit the width, with `...` for the others; the first one is cut if it must be. */
export function fitting(parts: readonly string[], width: number): string {
  let text = parts[0] ?? '';
  for (const [i, part] of parts.entries()) {
    if (i === 0) continue;
    const rest = i < parts.length - 1 ? 5 : 0;
    if (text.length + 2 + part.length + rest > width) return cut(`${text}, ...`, width);
    text += `, ${part}`;
  }
  return cut(text, width);
}

/** A text that is cut where it is longer than the width. */
export function cut(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}

/** A name of a class for a column. */
export function named(name: string, width: number): string {
  return cut(printable(name), width);
}

/** A number with its sign in colour, to the right of `width` characters. */
export function signed(value: number, width: number, digits: number, paint: Paint): string {
  const text = value.toFixed(digits).padStart(width);
  return paint(value >= 0 ? 'blue' : 'yellow', text);
}

export const fraction = (value: number | null) => (value === null ? '-' : value.toFixed(3));
export const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
/** Five characters up to 99.99 ms. */
export const millisText = (value: number) => value.toFixed(value < 9.9995 ? 3 : 2);

/** `1st`, `2nd`, `3rd`, `4th`... */
export function ordinal(number: number): string {
  const tens = number % 100;
  const ending = tens > 10 && tens < 20 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}
