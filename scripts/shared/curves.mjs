// Curves of charts, and their names beside their ends: told apart by colour and dash.
import {
  BLUE,
  circle,
  element,
  GREEN,
  line,
  MUTED,
  ORANGE,
  pair,
  text,
  VERMILLION,
} from '../figures/svg.mjs';

const COLOURS = [BLUE, ORANGE, GREEN, VERMILLION, '#CC79A7', '#56B4E9', '#000000', MUTED];
const DASHES = [undefined, '7 3', '2 3', '9 3 2 3', '4 2', '1 2', '12 4', '5 5', '3 1'];

/**
 * A curve through points of the drawing, in the style of number `i`.
 * @param {readonly (readonly [number, number])[]} points
 * @param {number} i
 */
export function curve(points, i) {
  const stroke = COLOURS[i % COLOURS.length];
  const dash = DASHES[i % DASHES.length];
  const d = `M${points.map(pair).join('L')}`;
  return [
    element('path', { d, fill: 'none', stroke, 'stroke-width': 2, 'stroke-dasharray': dash }),
    points.map(([x, y]) => circle(x, y, 3, { fill: stroke })),
  ];
}

/**
 * Names beside the ends of their curves, moved apart where they would overlap. The style of each is
 * that of its place among the series, unless it has a number of its own.
 * @template {{ name: string, points: readonly any[], style?: number }} Series
 * @param {readonly Series[]} series
 * @param {(points: Series['points']) => number} endOf
 * @param {number} x
 * @param {number} bottom
 */
export function curveNames(series, endOf, x, bottom) {
  const places = series
    .map(({ name, points, style }, i) => ({ name, i: style ?? i, y: endOf(points) }))
    .sort((a, b) => a.y - b.y);
  places.forEach((place, n) => {
    if (n > 0) place.y = Math.max(place.y, places[n - 1].y + 18);
  });
  const over = Math.max(0, (places.at(-1)?.y ?? 0) - bottom);
  return places.map(({ name, i, y }) => [
    line([x, y - over], [x + 22, y - over], {
      stroke: COLOURS[i % COLOURS.length],
      'stroke-width': 2,
      'stroke-dasharray': DASHES[i % DASHES.length],
    }),
    text(x + 28, y - over + 4, name, { size: 12 }),
  ]);
}
