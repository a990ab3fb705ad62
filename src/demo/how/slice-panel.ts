import type { Bit } from '../../evaluation/walkthrough/types.ts';
import { el } from '../../report/page/dom.ts';
import type { SliceResult } from '../lab/calls/slice.ts';
import { classChip } from '../parts/class-colours.ts';
import { Plane } from '../parts/plane.ts';
import { degreesOf, directionOf, type Vector } from '../parts/plane-geometry.ts';
import type { FigureContext } from './figures/figure.ts';
import { decimal, degrees, plural } from './format.ts';
import { bitStrip } from './pieces.ts';
import { powersLine } from './powers.ts';
import { bitsAt, bucketOf, type Slice, sliceOf } from './slice.ts';

/** The plane of two images, its lines, and beside it the bits that these make of them. */
export class SlicePanel {
  readonly element: HTMLElement;
  readonly #context: FigureContext;
  readonly #plane: Plane;
  readonly #codes = el('div', { class: 'slice-codes' });
  readonly #says = el('p', { class: 'slice-says' });
  readonly #reset = el('button', { type: 'button' }, 'Put the lines back');
  #result: SliceResult | null = null;
  #slice: Slice | null = null;
  #normals: readonly Vector[] = [];

  constructor(context: FigureContext) {
    this.#context = context;
    this.#plane = new Plane({
      title: 'Hyperplanes, cut by the plane of two images',
      description: 'Lines through the origin; each can be turned by arrow keys.',
      onTurn: (line, angle) => this.#turn(line, angle),
      valueText: (line) => this.#valueText(line),
    });
    this.#reset.addEventListener('click', () => this.#put());
    this.element = el(
      'figure',
      { class: 'slice' },
      el(
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
      ),
      el('div', { class: 'slice-plane' }, this.#plane.element),
      el('div', { class: 'slice-side' }, this.#codes, this.#says, this.#reset),
    );
  }

  async show(row: number): Promise<void> {
    try {
      this.#result = await this.#context.demo.lab.call('slice', { row, other: null });
      this.#slice = sliceOf(this.#result);
      this.#put();
    } catch (error) {
      this.#says.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  /** All lines as the hyperplanes cut the plane. */
  #put(): void {
    if (!this.#slice) return;
    this.#normals = this.#slice.normals;
    this.#plane.select(null);
    this.#draw();
  }

  #turn(line: number, angle: number): void {
    const before = this.#bits()[0].join('');
    this.#normals = this.#normals.map((normal, j) => (j === line ? directionOf(angle) : normal));
    this.#draw();
    const bits = this.#bits()[0];
    if (bits.join('') === before) return;
    this.#context.demo.announce(`Bit ${line + 1} is ${bits[line]}: bucket ${bucketOf(bits)}`);
  }

  /** As the library has them until a line is turned. */
  #bits(): [Bit[], Bit[]] {
    const [a, b] = (this.#slice as Slice).points;
    const { rows } = this.#result as SliceResult;
    const own = (point: Vector, place: 0 | 1) =>
      bitsAt(point, this.#normals).map((bit, j) =>
        this.#normals[j] === this.#slice?.normals[j] ? rows[place].bits[j] : bit,
      );
    return [own(a, 0), own(b, 1)];
  }

  #valueText(line: number): string {
    if (!this.#slice) return '';
    const [a, b] = this.#bits();
    const angle = Math.round(degreesOf(this.#normals[line]));
    return `${angle} degrees: bit ${a[line]} of the first image, ${b[line]} of the second`;
  }

  #draw(): void {
    if (!this.#slice || !this.#result) return;
    const { points } = this.#slice;
    const longest = Math.max(...points.map(([x, y]) => Math.hypot(x, y)));
    const place = ([x, y]: Vector): Vector => [(0.72 * x) / longest, (0.72 * y) / longest];
    this.#plane.setPoints([
      { name: '1', at: place(points[0]), look: 'first' },
      { name: '2', at: place(points[1]), look: 'second' },
    ]);
    this.#plane.setLines(
      this.#normals.map((normal, j) => ({
        normal,
        name: `Hyperplane ${j + 1}`,
        label: String(j + 1),
        look: this.#bits()[0][j] === this.#bits()[1][j] ? 'joins' : 'parts',
      })),
    );
    this.#drawCodes();
  }

  #drawCodes(): void {
    const { rows } = this.#result as SliceResult;
    const [a, b] = this.#bits();
    const differs = (j: number) => a[j] !== b[j];
    const code = (place: 0 | 1, bits: Bit[]) => {
      const { row, label, name } = rows[place];
      return el(
        'div',
        { class: 'slice-code' },
        el('span', { class: `point-name ${place === 0 ? 'first' : 'second'}` }, String(place + 1)),
        this.#context.pictures.draw({ row, label, name }),
        el('span', { class: 'slice-row' }, `row ${row} `, classChip(label, name)),
        bitStrip(bits, { marked: differs }),
        el('span', { class: 'slice-bucket' }, 'bucket ', el('strong', {}, bucketOf(bits))),
      );
    };
    this.#codes.replaceChildren(code(0, a), code(1, b), powersLine('Powers of two of image 1', a));
    const { angle } = this.#slice as Slice;
    const separated = a.filter((_, j) => differs(j)).length;
    const expected = (a.length * angle) / 180;
    this.#says.textContent =
      `The angle between the two is ${degrees(angle)}. A random line separates them with a chance of ` +
      `${degrees(angle)} in 180°, so that of ${plural(a.length, 'line')} about ${decimal(expected, 1)} should; ` +
      `here ${plural(separated, 'line')} ${separated === 1 ? 'does' : 'do'}.`;
    this.#reset.disabled = this.#normals === this.#slice?.normals;
  }
}
