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
import {
  arrowAt,
  lineMark,
  type Place,
  type PlaneLine,
  type PlanePoint,
  pointMark,
  round,
  set,
  span,
} from './plane-marks.ts';

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
    this.#layers.points.replaceChildren(
      ...points.map((point) => pointMark(point, this.#place(point.at))),
    );
  }

  /** Draws lines; those that are there already keep the focus. */
  setLines(lines: readonly PlaneLine[]): void {
    if (this.#handles.length !== lines.length) {
      this.#handles = lines.map((line, i) => lineMark(line, i, this.#options.onTurn !== undefined));
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
    const [first, second] = ends;
    const foot: Vector = [0.9 * first[0] + 0.1 * second[0], 0.9 * first[1] + 0.1 * second[1]];
    set(arrow, { d: arrowAt(this.#place(foot), line.normal) });
    if (!this.#options.onTurn) return;
    set(group, { 'aria-valuenow': String(Math.round(degreesOf(line.normal)) % 360) });
    const value = this.#options.valueText?.(i);
    if (value) set(group, { 'aria-valuetext': value });
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
