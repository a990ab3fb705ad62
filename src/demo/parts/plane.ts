import { svgElement } from '../../report/page/dom.ts';
import {
  degreesOf,
  directionOf,
  endsWithin,
  type Line,
  positiveSide,
  ringsOf,
  turnBetween,
  type Vector,
  wrapped,
} from './plane-geometry.ts';

/** A point that is drawn, with its name. */
export interface PlanePoint {
  readonly name: string;
  readonly at: Vector;
  /** A class of CSS, which gives the colour. */
  readonly look: string;
  /** What stands below it, piece by piece: the bits of its code. */
  readonly note?: readonly { readonly text: string; readonly look: string }[] | undefined;
  /** Default: a circle. */
  readonly shape?: 'circle' | 'square' | undefined;
}

/** A line that is drawn, with its name: "Hyperplane 3". */
export interface PlaneLine extends Line {
  readonly name: string;
  readonly label: string;
  readonly look: string;
}

/** Options of a plane. */
export interface PlaneOptions {
  readonly title: string;
  /** What is seen, for those who don't see it. */
  readonly description: string;
  /** How far the plane reaches from the origin. Default 1. */
  readonly extent?: number;
  /** Lines can be turned about the origin: tells the new direction of the normal in degrees. */
  onTurn?(line: number, degrees: number): void;
  /** What a screen reader says of a line that can be turned. */
  valueText?(line: number): string;
}

/** Units of the drawing from the centre to the rim, and the margin about it. */
const RIM = 200;
const MARGIN = 44;
const SIZE = 2 * (RIM + MARGIN);
/** Degrees by which an arrow key turns a line, alone and with Shift. */
const STEP = 2;
const LARGE_STEP = 15;
const LABEL_ROOM = 9;
const RING_WIDTH = 21;

let planes = 0;

/**
 * A plane with points, edges between them and lines, of which each has a side where its bit is 1. Lines
 * are turned by dragging or, when they have the focus, by arrow keys.
 */
export class Plane {
  readonly element: SVGElement;
  readonly #options: PlaneOptions;
  readonly #scale: number;
  readonly #layers = {
    side: svgElement('g', { class: 'side' }),
    ghost: svgElement('g', { class: 'ghost' }),
    edges: svgElement('g', { class: 'edges' }),
    lines: svgElement('g', { class: 'lines' }),
    points: svgElement('g', { class: 'points' }),
  };
  #lines: readonly PlaneLine[] = [];
  #rings: readonly number[] = [];
  #handles: SVGElement[] = [];
  #selected: number | null = null;

  constructor(options: PlaneOptions) {
    this.#options = options;
    this.#scale = RIM / (options.extent ?? 1);
    const id = `plane-${++planes}`;
    this.element = svgElement('svg', {
      class: 'plane',
      viewBox: `${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`,
      // Lines that can be turned are controls, which a picture must not hide.
      role: options.onTurn ? 'group' : 'img',
      'aria-labelledby': `${id}-title`,
      'aria-describedby': `${id}-description`,
    });
    const title = svgElement('title', { id: `${id}-title` });
    title.textContent = options.title;
    const description = svgElement('desc', { id: `${id}-description` });
    description.textContent = options.description;
    const rim = svgElement('circle', { class: 'rim', r: String(RIM) });
    const origin = svgElement('path', { class: 'origin', d: 'M-5 0H5M0-5V5' });
    const { side, ghost, edges, lines, points } = this.#layers;
    const clip = svgElement('clipPath', { id: `${id}-rim` });
    clip.append(svgElement('circle', { r: String(RIM) }));
    side.setAttribute('clip-path', `url(#${id}-rim)`);
    this.element.append(title, description, clip, rim, side, ghost, origin, edges, lines, points);
    this.element.addEventListener('pointerdown', (event) => this.#grab(event));
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('focusin', (event) => {
      const line = this.#lineOf(event.target);
      if (line >= 0) this.select(line);
    });
  }

  /** What is seen has changed. */
  describe(text: string): void {
    const description = this.element.querySelector('desc');
    if (description) description.textContent = text;
  }

  /** Points, and pairs of them that an edge joins. */
  setPoints(
    points: readonly PlanePoint[],
    edges: readonly (readonly [number, number])[] = [],
  ): void {
    this.#layers.edges.replaceChildren(
      ...edges.map(([a, b]) => {
        const edge = svgElement('line', {});
        span(edge, this.#place(points[a].at), this.#place(points[b].at));
        return edge;
      }),
    );
    this.#layers.points.replaceChildren(...points.map((point) => this.#drawPoint(point)));
  }

  /** Draws lines; those that are there already keep the focus. */
  setLines(lines: readonly PlaneLine[]): void {
    if (this.#handles.length !== lines.length) {
      this.#handles = lines.map((line, i) => this.#newLine(line, i));
      this.#layers.lines.replaceChildren(...this.#handles);
      this.#lines = [];
    }
    const ends = lines.map((line) => endsWithin(line, RIM / this.#scale));
    const rings = ringsOf(
      ends.map((end) => (end ? degreesOf(end[0]) : 0)),
      LABEL_ROOM,
      3,
    );
    const [formerLines, formerRings] = [this.#lines, this.#rings];
    this.#lines = lines;
    this.#rings = rings;
    for (const [i, line] of lines.entries()) {
      const former = formerLines[i];
      const isSame = former?.normal === line.normal && former.look === line.look;
      if (!isSame || formerRings[i] !== rings[i]) this.#drawLine(i, line, ends[i], rings[i]);
    }
    this.#drawSide();
  }

  /** Where a line has been, dashed; null: nowhere. */
  setGhost(line: Line | null): void {
    const ends = line && endsWithin(line, RIM / this.#scale);
    const stroke = svgElement('line', {});
    if (ends) span(stroke, this.#place(ends[0]), this.#place(ends[1]));
    this.#layers.ghost.replaceChildren(...(ends ? [stroke] : []));
  }

  /** The side of this line on which its bit is 1 is tinted; null: none. */
  select(line: number | null): void {
    this.#selected = line;
    for (const [i, handle] of this.#handles.entries()) {
      handle.classList.toggle('selected', i === line);
    }
    this.#drawSide();
  }

  /** Moves the focus to a line. */
  focusLine(line: number): void {
    (this.#handles[line] as SVGElement & HTMLElement).focus();
  }

  #drawSide(): void {
    const { side } = this.#layers;
    const line = this.#selected === null ? undefined : this.#lines[this.#selected];
    if (!line) {
      side.replaceChildren();
      return;
    }
    const corners = positiveSide(line, RIM / this.#scale).map((corner) => this.#place(corner));
    const points = corners.map(({ x, y }) => `${x},${y}`).join(' ');
    side.replaceChildren(svgElement('polygon', { points, class: line.look }));
  }

  #drawPoint({ name, at, look, note, shape = 'circle' }: PlanePoint): SVGElement {
    const { x, y } = this.#place(at);
    const group = svgElement('g', { class: look, transform: `translate(${x} ${y})` });
    const label = svgElement('text', { class: 'name', dy: '0.35em' });
    label.textContent = name;
    const square = { x: '-13', y: '-13', width: '26', height: '26', rx: '5' };
    const mark = shape === 'circle' ? { r: '14' } : square;
    group.append(svgElement(shape === 'circle' ? 'circle' : 'rect', mark), label);
    if (note) group.append(noteOf(note));
    return group;
  }

  #newLine({ name, label }: PlaneLine, i: number): SVGElement {
    const group = svgElement('g', { 'data-line': String(i) });
    if (this.#options.onTurn) {
      group.setAttribute('role', 'slider');
      group.setAttribute('tabindex', '0');
      group.setAttribute('aria-label', name);
      group.setAttribute('aria-valuemin', '0');
      group.setAttribute('aria-valuemax', '359');
    }
    const text = svgElement('text', { dy: '0.35em' });
    text.textContent = label;
    group.append(
      svgElement('line', { class: 'hit' }),
      svgElement('line', { class: 'stroke' }),
      svgElement('path', { class: 'arrow' }),
      svgElement('line', { class: 'stem' }),
      svgElement('circle', { class: 'knob', r: '10' }),
      text,
    );
    return group;
  }

  #drawLine(i: number, line: PlaneLine, ends: [Vector, Vector] | null, ring: number): void {
    const group = this.#handles[i];
    const looks = [i === this.#selected ? 'selected' : '', ends ? '' : 'outside'];
    set(group, { class: ['line', line.look, ...looks].join(' ').trimEnd() });
    if (!ends) return;
    const [from, to] = [this.#place(ends[0]), this.#place(ends[1])];
    const [hit, stroke, arrow, stem, knob, text] = group.children;
    for (const element of [hit, stroke]) {
      span(element, from, to);
    }
    // The knob stands beyond the first end, in its direction from the centre.
    const [dx, dy] = directionOf(degreesOf(ends[0]));
    const reach = RIM + 11 + RING_WIDTH * ring;
    const at: Place = { x: round(dx * reach), y: round(-dy * reach) };
    span(stem, from, at);
    set(knob, { cx: at.x, cy: at.y });
    set(text, { x: at.x, y: at.y });
    set(arrow, { d: this.#arrow(line, ends) });
    if (!this.#options.onTurn) return;
    set(group, { 'aria-valuenow': String(Math.round(degreesOf(line.normal)) % 360) });
    const value = this.#options.valueText?.(i);
    if (value) set(group, { 'aria-valuetext': value });
  }

  /** Points from the line, near its first end, to the side where the bit is 1. */
  #arrow({ normal }: Line, [first, second]: [Vector, Vector]): string {
    const foot: Vector = [0.9 * first[0] + 0.1 * second[0], 0.9 * first[1] + 0.1 * second[1]];
    const { x, y } = this.#place(foot);
    const [dx, dy] = directionOf(degreesOf(normal));
    const point = (along: number, aside: number) =>
      `${round(x + dx * along - dy * aside)} ${round(y - dy * along - dx * aside)}`;
    return `M${x} ${y}L${point(17, 0)}M${point(10, 4)}L${point(17, 0)}L${point(10, -4)}`;
  }

  #lineOf(target: EventTarget | null): number {
    const group = target instanceof Element ? target.closest('[data-line]') : null;
    return group ? this.#handles.indexOf(group as SVGElement) : -1;
  }

  #grab(event: PointerEvent): void {
    const line = this.#lineOf(event.target);
    const turn = this.#options.onTurn;
    if (line < 0 || !turn || event.button !== 0) return;
    event.preventDefault();
    this.focusLine(line);
    const start = degreesOf(this.#lines[line].normal);
    let last = this.#pointer(event);
    let turned = 0;
    const stop = new AbortController();
    const { signal } = stop;
    this.element.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent) => {
      const now = this.#pointer(moved);
      turned += turnBetween(last, now);
      last = now;
      turn(line, wrapped(start + turned));
    };
    this.element.addEventListener('pointermove', move, { signal });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      this.element.addEventListener(end, () => stop.abort(), { signal });
    }
  }

  /** The direction of the pointer from the centre. */
  #pointer({ clientX, clientY }: PointerEvent): number {
    const box = this.element.getBoundingClientRect();
    return degreesOf([clientX - box.left - box.width / 2, box.top + box.height / 2 - clientY]);
  }

  #key(event: KeyboardEvent): void {
    const line = this.#lineOf(event.target);
    if (line < 0 || !this.#options.onTurn) return;
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const turns: Record<string, number> = {
      ArrowLeft: step,
      ArrowUp: step,
      ArrowRight: -step,
      ArrowDown: -step,
      PageUp: LARGE_STEP,
      PageDown: -LARGE_STEP,
    };
    const turn = turns[event.key];
    if (turn === undefined) return;
    event.preventDefault();
    this.#options.onTurn(line, wrapped(degreesOf(this.#lines[line].normal) + turn));
  }

  /** Where a point of the plane lies in the drawing, whose y grows downward. */
  #place([x, y]: Vector): Place {
    return { x: round(x * this.#scale), y: round(-y * this.#scale) };
  }
}

function noteOf(pieces: NonNullable<PlanePoint['note']>): SVGElement {
  const text = svgElement('text', { class: 'note-text', y: '30' });
  for (const { text: piece, look } of pieces) {
    const span = svgElement('tspan', { class: look });
    span.textContent = piece;
    text.append(span);
  }
  return text;
}

/** Units of the drawing; y grows downward. */
interface Place {
  readonly x: number;
  readonly y: number;
}

function set(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

function span(line: Element, from: Place, to: Place): void {
  set(line, { x1: from.x, y1: from.y, x2: to.x, y2: to.y });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
