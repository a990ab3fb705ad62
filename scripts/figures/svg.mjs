// What the figures of docs/ are drawn with: SVG as text, on a light card of its own, so that it
// reads on light and dark pages alike. Colours are those of Okabe and Ito, which the colour-blind
// can tell apart; nothing is said by colour alone.

/**
 * Two coordinates: a pair, or a row of a matrix.
 * @typedef {Iterable<number>} Point
 */

/**
 * What is drawn: text, in lists of any depth.
 * @typedef {string | readonly any[]} Drawing
 */

/**
 * Attributes of an element; those that are undefined are left out.
 * @typedef {Readonly<Record<string, string | number | undefined>>} Attributes
 */

export const INK = '#1f2328';
export const MUTED = '#57606a';
export const RULE = '#d0d7de';
export const PAPER = '#ffffff';
export const BLUE = '#0072B2';
export const ORANGE = '#E69F00';
export const GREEN = '#009E73';
export const VERMILLION = '#D55E00';

const SANS = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";
const MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/**
 * A figure of the given size: a card with a title and a description for those who can't see it.
 * @param {{ width: number, height: number, title: string, description: string }} card
 * @param {...Drawing} body
 */
export function figure({ width, height, title, description }, ...body) {
  const content = [
    element('title', { id: 'title' }, escaped(title)),
    element('desc', { id: 'desc' }, escaped(description)),
    rect(0.5, 0.5, width - 1, height - 1, { rx: 8, fill: PAPER, stroke: RULE }),
    ...body,
  ];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-labelledby': 'title desc',
    'font-family': SANS,
    'font-size': 14,
    fill: INK,
  };
  return `${element('svg', attributes, '\n', content.flat(9).join('\n'), '\n')}\n`;
}

/**
 * @param {string} name
 * @param {Attributes} attributes
 * @param {...Drawing} children
 */
export function element(name, attributes, ...children) {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const text = given.map(([key, value]) => ` ${key}="${round(value)}"`).join('');
  const inner = children.flat(9).join('');
  return inner === '' ? `<${name}${text}/>` : `<${name}${text}>${inner}</${name}>`;
}

/** Numbers to a tenth of a pixel: enough for the eye, and the same on every machine. */
function round(value) {
  return typeof value === 'number' ? Math.round(value * 10) / 10 + 0 : value;
}

function escaped(text) {
  return String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

export function rect(x, y, width, height, attributes = {}) {
  return element('rect', { x, y, width, height, ...attributes });
}

export function circle(cx, cy, r, attributes = {}) {
  return element('circle', { cx, cy, r, ...attributes });
}

/**
 * @param {Point} from
 * @param {Point} to
 * @param {Attributes} [attributes]
 */
export function line([x1, y1], [x2, y2], attributes = {}) {
  return element('line', { x1, y1, x2, y2, stroke: INK, ...attributes });
}

/**
 * @typedef {object} TextOptions
 * @property {number} [size]
 * @property {number} [weight]
 * @property {'start' | 'middle' | 'end'} [anchor]
 * @property {boolean} [mono]
 * @property {string} [fill]
 */

/**
 * @param {number} x
 * @param {number} y
 * @param {string | number} content
 * @param {TextOptions} [options]
 */
export function text(x, y, content, options = {}) {
  const { size, weight, anchor, mono, fill } = options;
  const attributes = {
    x,
    y,
    'font-size': size,
    'font-weight': weight,
    'text-anchor': anchor,
    'font-family': mono ? MONO : undefined,
    fill,
  };
  return element('text', attributes, escaped(content));
}

/**
 * Text in the middle of a point.
 * @param {number} x
 * @param {number} y
 * @param {string | number} content
 * @param {TextOptions} [options]
 */
export function label(x, y, content, options = {}) {
  const size = options.size ?? 14;
  return text(x, y + size * 0.36, content, { anchor: 'middle', ...options, size });
}

/**
 * Lines of text below each other.
 * @param {number} x
 * @param {number} y
 * @param {readonly string[]} lines
 * @param {TextOptions & { leading?: number }} [options]
 */
export function paragraph(x, y, lines, options = {}) {
  return lines.map((content, i) => text(x, y + i * (options.leading ?? 21), content, options));
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content
 * @param {TextOptions} [options]
 */
export function heading(x, y, content, options = {}) {
  return text(x, y, content, { size: 15, weight: 600, ...options });
}

/**
 * A line that ends in an arrowhead.
 * @param {readonly number[]} from
 * @param {readonly number[]} to
 * @param {Attributes} [attributes]
 */
export function arrow(from, to, attributes = {}) {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const at = (turn, length) => [
    to[0] + Math.cos(angle + turn) * length,
    to[1] + Math.sin(angle + turn) * length,
  ];
  const { stroke = INK } = attributes;
  const head = [to, at(Math.PI - 0.42, 10), at(Math.PI + 0.42, 10)];
  return [
    line(from, at(Math.PI, 7), { 'stroke-width': 1.5, ...attributes }),
    element('path', { d: path(head), fill: stroke }),
  ];
}

/**
 * A closed path through the points.
 * @param {readonly Point[]} points
 */
export function path(points) {
  return `M${points.map(pair).join('L')}Z`;
}

/**
 * A point in the data of a path.
 * @param {Point} point
 */
export function pair(point) {
  return Array.from(point, round).join(' ');
}

/**
 * A code as a row of squares, 1 filled and 0 hollow; those of `changed` bits are framed.
 * @param {number} x
 * @param {number} y
 * @param {readonly number[]} bits
 * @param {{ size?: number, changed?: readonly number[] }} [options]
 */
export function bitTile(x, y, bits, { size = 16, changed = [] } = {}) {
  const left = x - (bits.length * size) / 2;
  const squares = bits.map((bit, j) => [
    rect(left + j * size, y - size / 2, size, size, { fill: bit ? INK : PAPER, stroke: INK }),
    label(left + (j + 0.5) * size, y, bit, {
      size: size * 0.72,
      mono: true,
      fill: bit ? PAPER : INK,
    }),
  ]);
  const frames = changed.map((j) =>
    rect(left + j * size + 0.5, y - size / 2 + 0.5, size - 1, size - 1, {
      fill: 'none',
      stroke: ORANGE,
      'stroke-width': 3,
    }),
  );
  return [squares, frames];
}
