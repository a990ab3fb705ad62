import type { Bit } from '../../evaluation/walkthrough/bit.ts';
import { el } from '../../report/page/dom.ts';
import { plural } from '../../report/page/format.ts';
import type { SliceResult } from '../lab/calls/slice.ts';
import { classChip } from '../parts/class-colours.ts';
import { Plane } from '../parts/plane.ts';
import { degreesOf, directionOf, type Vector } from '../parts/plane-geometry.ts';
import type { PlanePoint } from '../parts/plane-marks.ts';
import type { FigureContext } from './figures/figure.ts';
import { decimal, degrees } from './format.ts';
import { bitStrip } from './pieces.ts';
import { powersLine } from './powers.ts';
import { bitsAt, bucketOf, type Slice, sliceOf } from './slice.ts';

/** The plane of two images, its lines, and beside it the bits that these make of them. */
export class SlicePanel {
  readonly element: HTMLElement;
  readonly #context: FigureContext;
  readonly #result: SliceResult;
  readonly #slice: Slice;
  readonly #plane: Plane;
  readonly #codes: readonly [SliceCode, SliceCode];
  readonly #powers = el('div', { class: 'slice-powers' });
  readonly #says = el('p', { class: 'slice-says' });
  readonly #reset = el('button', { type: 'button' }, 'Put the lines back');
  #normals: readonly Vector[];
  #bits: readonly [Bit[], Bit[]];

  constructor(result: SliceResult, context: FigureContext) {
    this.#context = context;
    this.#result = result;
    this.#slice = sliceOf(result);
    this.#normals = this.#slice.normals;
    this.#bits = this.#bitsNow();
    this.#plane = new Plane({
      title: 'Hyperplanes, cut by the plane of two images',
      description: 'Lines through the origin; each can be turned by arrow keys.',
      onTurn: (line, angle) => this.#turn(line, angle),
      valueText: (line) => this.#valueText(line),
    });
    this.#codes = [this.#newCode(0), this.#newCode(1)];
    this.#reset.addEventListener('click', () => this.#put());
    this.element = el(
      'figure',
      { class: 'slice' },
      figcaption(),
      el('div', { class: 'slice-plane' }, this.#plane.element),
      el(
        'div',
        { class: 'slice-side' },
        ...this.#codes.map(({ element }) => element),
        this.#powers,
        this.#says,
        this.#reset,
      ),
    );
    this.#plane.setPoints(pointsOf(this.#slice));
    this.#put();
  }

  /** All lines as the hyperplanes cut the plane. */
  #put(): void {
    this.#normals = this.#slice.normals;
    this.#bits = this.#bitsNow();
    this.#plane.select(null);
    this.#drawLines();
    this.#drawCodes();
  }

  #turn(line: number, angle: number): void {
    const before = this.#bits;
    this.#normals = this.#normals.map((normal, j) => (j === line ? directionOf(angle) : normal));
    this.#bits = this.#bitsNow();
    this.#drawLines();
    this.#reset.disabled = false;
    if (before.join() === this.#bits.join()) return;
    this.#drawCodes();
    const [bits] = this.#bits;
    if (before[0][line] === bits[line]) return;
    this.#context.demo.announce(`Bit ${line + 1} is ${bits[line]}: bucket ${bucketOf(bits)}`);
  }

  /** As the library has them until a line is turned. */
  #bitsNow(): [Bit[], Bit[]] {
    const { points, normals } = this.#slice;
    const own = (place: 0 | 1) =>
      bitsAt(points[place], this.#normals).map((bit, j) =>
        this.#normals[j] === normals[j] ? this.#result.rows[place].bits[j] : bit,
      );
    return [own(0), own(1)];
  }

  #valueText(line: number): string {
    const [a, b] = this.#bits;
    const angle = Math.round(degreesOf(this.#normals[line]));
    return `${angle} degrees: bit ${a[line]} of the first image, ${b[line]} of the second`;
  }

  #drawLines(): void {
    const [a, b] = this.#bits;
    this.#plane.setLines(
      this.#normals.map((normal, j) => ({
        normal,
        name: `Hyperplane ${j + 1}`,
        label: String(j + 1),
        look: a[j] === b[j] ? 'joins' : 'parts',
      })),
    );
  }

  #drawCodes(): void {
    const [a, b] = this.#bits;
    const differs = (j: number) => a[j] !== b[j];
    for (const place of [0, 1] as const) {
      const bits = this.#bits[place];
      this.#codes[place].bits.replaceChildren(bitStrip(bits, { marked: differs }));
      this.#codes[place].bucket.textContent = bucketOf(bits);
    }
    this.#powers.replaceChildren(powersLine('Powers of two of image 1', a));
    this.#says.textContent = separates(
      this.#slice.angle,
      a.length,
      a.filter((_, j) => differs(j)).length,
    );
    this.#reset.disabled = this.#normals === this.#slice.normals;
  }

  #newCode(place: 0 | 1): SliceCode {
    const { row, label, name } = this.#result.rows[place];
    const bits = el('span', { class: 'slice-bits' });
    const bucket = el('strong', {});
    const element = el(
      'div',
      { class: 'slice-code' },
      el('span', { class: `point-name ${LOOKS[place]}` }, String(place + 1)),
      this.#context.pictures.draw({ row, label, name }),
      el('span', { class: 'slice-row' }, `row ${row} `, classChip(label, name)),
      bits,
      el('span', { class: 'slice-bucket' }, 'bucket ', bucket),
    );
    return { element, bits, bucket };
  }
}

/** The code of one of the images, whose bits and bucket change. */
interface SliceCode {
  readonly element: HTMLElement;
  readonly bits: HTMLElement;
  readonly bucket: HTMLElement;
}

const LOOKS = ['first', 'second'] as const;
/** How far from the origin the longer of the two is drawn; the rim is 1. */
const REACH = 0.72;

function pointsOf({ points }: Slice): PlanePoint[] {
  const longest = Math.max(...points.map(([x, y]) => Math.hypot(x, y))) || 1;
  return points.map(([x, y], i) => ({
    name: String(i + 1),
    at: [(REACH * x) / longest, (REACH * y) / longest],
    look: LOOKS[i],
  }));
}

function figcaption(): HTMLElement {
  return el(
    'figcaption',
    {},
    el('h3', {}, 'Turn a hyperplane, and watch the bits'),
    el(
      'p',
      {},
      'The plane through two images and the origin: each hyperplane cuts it in a line, and both ' +
        'images lie on the very sides on which they lie in the whole space. Drag a number, or ' +
        'choose it by Tab and turn it by arrow keys.',
    ),
  );
}

/** How many lines should separate two points at this angle, and how many do. */
function separates(angle: number, lines: number, separating: number): string {
  return (
    `The angle between the two is ${degrees(angle)}. A random line separates them with a chance of ` +
    `${degrees(angle)} in 180°, so that of ${plural(lines, 'line')} about ` +
    `${decimal((lines * angle) / 180, 1)} should; ` +
    `here ${plural(separating, 'line')} ${separating === 1 ? 'does' : 'do'}.`
  );
}
