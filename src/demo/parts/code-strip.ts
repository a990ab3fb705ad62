import { el, svgElement } from '../../report/page/dom.ts';

/** Bits that stay together where a strip wraps. */
const GROUP = 8;
const STEP = 6;
const WIDTH = 5;
const HEIGHT = 10;
/** A bar below a bit says that it differs, to those who see no colours too. */
const MARK = 3;

/** Options of {@link codeStrip}. */
export interface CodeStripOptions {
  /** The code to compare with: bits in which they differ are marked, and counted in the name. */
  readonly differsFrom?: string;
}

/**
 * A code as a strip of bits, the first one left: 1 is filled, 0 is not.
 *
 * @param bits - `0110`.
 */
export function codeStrip(
  bits: string,
  { differsFrom = bits }: CodeStripOptions = {},
): HTMLElement {
  const differing = [...bits].flatMap((bit, j) => (bit === differsFrom[j] ? [] : [j + 1]));
  const count = differing.length;
  const isOne = count === 1;
  const differs = `${count} ${isOne ? 'bit differs' : 'bits differ'}: ${differing.join(', ')}`;
  const name = `code ${bits}${count > 0 ? `, ${differs}` : ''}`;
  const strip = el('span', { class: 'code-strip', role: 'img', 'aria-label': name });
  for (let start = 0; start < bits.length; start += GROUP) {
    strip.append(group(bits.slice(start, start + GROUP), differsFrom.slice(start, start + GROUP)));
  }
  return strip;
}

function group(bits: string, other: string): SVGElement {
  const width = bits.length * STEP;
  const height = HEIGHT + MARK;
  const size = { width: String(width), height: String(height) };
  const svg = svgElement('svg', {
    viewBox: `0 0 ${width} ${height}`,
    ...size,
    'aria-hidden': 'true',
  });
  const path = (name: string, has: (j: number) => boolean, y: number, h: number) => {
    const places = [...bits].flatMap((_, j) =>
      has(j) ? [`M${j * STEP} ${y}h${WIDTH}v${h}h-${WIDTH}z`] : [],
    );
    if (places.length > 0) svg.append(svgElement('path', { class: name, d: places.join('') }));
  };
  const isOne = (j: number) => bits[j] === '1';
  const differs = (j: number) => bits[j] !== other[j];
  path('one', (j) => isOne(j) && !differs(j), 0, HEIGHT - 1);
  path('zero', (j) => !isOne(j) && !differs(j), 0, HEIGHT - 1);
  path('one differs', (j) => isOne(j) && differs(j), 0, HEIGHT - 1);
  path('zero differs', (j) => !isOne(j) && differs(j), 0, HEIGHT - 1);
  path('mark', differs, HEIGHT, MARK - 1);
  return svg;
}
