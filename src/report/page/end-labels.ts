import type { RenderFunction } from '@observablehq/plot';
import { svgElement } from './dom.ts';
import { spread } from './spread.ts';

/** A name to write at the end of a line. */
export interface EndLabel {
  readonly text: string;
  readonly colour: string;
  /** The line's last point, in the units of the scales. */
  readonly x: number;
  readonly y: number;
}

const LINE_HEIGHT = 16;
const LEADER = 14;

/**
 * A mark that names every line at its right end. Where curves converge the names are spread, and
 * a thin leader joins each to its line.
 */
export function endLabels(labels: readonly EndLabel[]): RenderFunction {
  return (_index, scales, _values, dimensions) => {
    const { width, height, marginRight, marginTop, marginBottom } = dimensions;
    const x = scales.x as (value: number) => number;
    const y = scales.y as (value: number) => number;
    const wanted = labels.map((label) => y(label.y));
    const placed = spread(wanted, LINE_HEIGHT, marginTop, height - marginBottom);
    const edge = width - marginRight + 4;
    const group = svgElement('g', { 'aria-hidden': 'true' });
    for (const [i, { text, colour, x: end }] of labels.entries()) {
      const from = x(end) + 5;
      const leader = `M${from} ${wanted[i]}L${edge} ${wanted[i]}L${edge + LEADER} ${placed[i]}`;
      const name = svgElement('text', {
        x: String(edge + LEADER + 4),
        y: String(placed[i]),
        dy: '0.32em',
        'text-anchor': 'start',
        fill: 'currentColor',
      });
      name.textContent = text;
      group.append(
        svgElement('path', { d: leader, fill: 'none', stroke: colour, 'stroke-width': '1' }),
        name,
      );
    }
    return group;
  };
}
