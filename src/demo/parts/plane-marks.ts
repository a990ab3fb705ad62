import { svgElement } from '../../report/page/dom.ts';
import { degreesOf, directionOf, type Line, type Vector } from './plane-geometry.ts';

// What a plane draws of its points and lines.

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

/** A point with its name and note. */
export function pointMark(point: PlanePoint, { x, y }: Place): SVGElement {
  const { name, look, note, shape = 'circle' } = point;
  const group = svgElement('g', { class: look, transform: `translate(${x} ${y})` });
  const label = svgElement('text', { class: 'name', dy: '0.35em' });
  label.textContent = name;
  const square = { x: '-13', y: '-13', width: '26', height: '26', rx: '5' };
  const mark = shape === 'circle' ? { r: '14' } : square;
  group.append(svgElement(shape === 'circle' ? 'circle' : 'rect', mark), label);
  if (note) group.append(noteOf(note));
  return group;
}

/** The parts of a line, not yet in their places: what is hit, stroke, arrow, stem, knob, text. */
export function lineMark({ name, label }: PlaneLine, i: number, isSlider: boolean): SVGElement {
  const group = svgElement('g', { 'data-line': String(i) });
  if (isSlider) {
    const range = { 'aria-valuemin': '0', 'aria-valuemax': '359' };
    set(group, { role: 'slider', tabindex: '0', 'aria-label': name, ...range });
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

/** The path of an arrow from a foot on a line to the side where the bit is 1. */
export function arrowAt({ x, y }: Place, normal: Vector): string {
  const [dx, dy] = directionOf(degreesOf(normal));
  const point = (along: number, aside: number) =>
    `${round(x + dx * along - dy * aside)} ${round(y - dy * along - dx * aside)}`;
  return `M${x} ${y}L${point(17, 0)}M${point(10, 4)}L${point(17, 0)}L${point(10, -4)}`;
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
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Sets attributes. */
export function set(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/** Puts the ends of a line. */
export function span(line: Element, from: Place, to: Place): void {
  set(line, { x1: from.x, y1: from.y, x2: to.x, y2: to.y });
}

/** To hundredths of a unit, which nobody sees. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
