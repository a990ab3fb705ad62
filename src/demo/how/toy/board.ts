import type { Bit } from '../../../evaluation/walkthrough/bit.ts';
import type { ToyExample } from '../../../evaluation/walkthrough/toy/types.ts';
import { Plane } from '../../parts/plane.ts';
import type { Vector } from '../../parts/plane-geometry.ts';
import type { PlaneLine } from '../../parts/plane-marks.ts';
import { Swing } from './swing.ts';

/** What the board shows of an iteration. */
export interface BoardState {
  readonly bits: readonly (readonly Bit[])[];
  /** Bits that the iteration has flipped. */
  isFlipped(image: number, bit: number): boolean;
  readonly normals: readonly Vector[];
  /** Where the looked-at line was before; null: nowhere. */
  readonly former: Vector | null;
  /** The bit that is looked at, from 0. */
  readonly bit: number;
}

/** The six images in their plane, with their codes and the lines that make these. */
export class ToyBoard {
  readonly element: SVGElement;
  readonly #plane: Plane;
  readonly #swing: Swing;
  #drawn = '';

  constructor() {
    this.#plane = new Plane({
      title: 'Six images in a plane',
      description: '',
      extent: 1.75,
    });
    this.element = this.#plane.element;
    this.#swing = new Swing((normals) => this.#plane.setLines(normals.map(lineOf)));
  }

  show({ images, edges }: ToyExample, state: BoardState): void {
    const points = images.map(({ name, kind, x, y }, i) => ({
      name,
      at: [x, y] as const,
      look: `${lookOf(name)} ${state.bits[i].some((_, j) => state.isFlipped(i, j)) ? 'has-flipped' : ''}`,
      shape: kind === 'car' ? ('circle' as const) : ('square' as const),
      note: state.bits[i].map((bit, j) => ({
        text: String(bit),
        look: [
          `code-bit is-${bit}`,
          j === state.bit ? 'looked-at' : '',
          state.isFlipped(i, j) ? 'flipped' : '',
        ].join(' '),
      })),
    }));
    // Points that stay as they are don't pulse again.
    const drawn = JSON.stringify(points);
    if (drawn !== this.#drawn) this.#plane.setPoints(points, edges);
    this.#drawn = drawn;
    this.#plane.setGhost(state.former && { normal: state.former });
    this.#swing.to(state.normals);
    this.#plane.select(state.bit);
    const codes = images.map(
      ({ name, kind }, i) => `${name}, a ${kind}: ${state.bits[i].join('')}`,
    );
    const others = images.filter((_, i) => state.bits[i][state.bit] === 1).map(({ name }) => name);
    this.#plane.describe(
      `${codes.join('; ')}. Hyperplane ${state.bit + 1} has ${others.join(', ') || 'none'} on the side ` +
        'where the bit is 1.',
    );
  }

  dispose(): void {
    this.#swing.stop();
  }
}

/** The colour of an image, by its name. */
export function lookOf(name: string): string {
  return `image-${name.toLowerCase()}`;
}

function lineOf(normal: Vector, bit: number): PlaneLine {
  const number = bit + 1;
  return {
    normal,
    name: `Hyperplane ${number}`,
    label: String(number),
    look: `hyperplane-${number}`,
  };
}
