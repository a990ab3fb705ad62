// The disc in which the points of the figures are drawn, with hyperplanes, wedges and codes.
import { BITS, labels, points } from './scene.mjs';
import {
  arrow,
  BLUE,
  bitTile,
  circle,
  element,
  INK,
  label,
  line,
  MUTED,
  PAPER,
  pair,
  path,
  RULE,
} from './svg.mjs';

/** Centres of the left and the right disc of a figure. */
export const LEFT = [200, 222];
export const RIGHT = [556, 222];
export const CLASS_FILLS = ['#a9d8f5', '#f7d488', '#8fd6bf'];
/** Pixels a unit, and the radius of the disc. */
const SCALE = 88;
const RADIUS = 148;

/** @typedef {import('./svg.mjs').Point} Point */
/** @typedef {import('./svg.mjs').Attributes} Attributes */

/**
 * Everything that is drawn in a disc around a centre; y points up, as in mathematics.
 * @param {Point} centre
 */
export function disc([cx, cy]) {
  /**
   * @param {Point} point
   * @returns {[x: number, y: number]}
   */
  const at = ([x, y]) => [cx + x * SCALE, cy - y * SCALE];
  /** @returns {[x: number, y: number]} */
  const rim = (angle, share = 1) => [
    cx + Math.cos(angle) * RADIUS * share,
    cy - Math.sin(angle) * RADIUS * share,
  ];
  /** @param {Float32Array} normal */
  const across = (normal) => Math.atan2(normal[0], -normal[1]);
  return {
    at,
    rim,
    outline: () => circle(cx, cy, RADIUS, { fill: 'none', stroke: RULE }),
    /** The line of points on which the projection is 0. */
    plane: (normal, attributes) =>
      line(rim(across(normal)), rim(across(normal) + Math.PI), {
        'stroke-width': 2,
        ...attributes,
      }),
    /**
     * A line beside it, at a distance along the normal; clipped to the disc.
     * @param {Point} normal
     * @param {number} away
     * @param {Attributes} [attributes]
     */
    parallel: ([x, y], away, attributes) => {
      const angle = Math.atan2(y, x);
      const half = Math.acos(Math.max(-1, Math.min(1, (away * SCALE) / RADIUS)));
      return line(rim(angle - half), rim(angle + half), { 'stroke-width': 1.5, ...attributes });
    },
    /** The wedge from one angle to a larger one. */
    wedge: (from, to, attributes) => {
      // Two arcs: one of half a turn would have no centre of its own.
      const stops = [from, (from + to) / 2, to].map((angle) => rim(angle));
      const arcs = stops.slice(1).map((stop) => `A${RADIUS} ${RADIUS} 0 0 0 ${pair(stop)}`);
      const d = `M${pair([cx, cy])}L${pair(stops[0])}${arcs.join('')}Z`;
      return element('path', { d, ...attributes });
    },
  };
}

/**
 * The wedges between hyperplanes through the origin, and the bits of the points in them.
 * @param {import('hashplane').Matrix} hyperplanes
 */
export function wedgesOf(hyperplanes) {
  const normals = Array.from({ length: hyperplanes.rows }, (_, j) => [...hyperplanes.row(j)]);
  const turn = 2 * Math.PI;
  const edges = normals
    .flatMap(([x, y]) => [Math.atan2(x, -y), Math.atan2(-x, y)])
    .map((angle) => (angle + turn) % turn)
    .sort((a, b) => a - b);
  return edges.map((from, i) => {
    const to = edges[i + 1] ?? edges[0] + turn;
    const middle = (from + to) / 2;
    const direction = [Math.cos(middle), Math.sin(middle)];
    const bits = normals.map(([x, y]) => (x * direction[0] + y * direction[1] >= 0 ? 1 : 0));
    return { from, to, middle, bits };
  });
}

/**
 * A point with its row number; classes differ in shape.
 * @param {Point} point
 * @param {number} row
 * @param {{ fill?: string, ink?: string, stroke?: string }} [colours]
 */
export function numbered([x, y], row, { fill = PAPER, ink = INK, stroke = INK } = {}) {
  return [
    marker([x, y], labels[row], { fill, stroke }),
    label(x, y, row, { size: 10.5, fill: ink }),
  ];
}

/**
 * Circle, square or diamond: the class of a point.
 * @param {Point} point
 * @param {number} kind
 * @param {{ r?: number, fill?: string, stroke?: string, 'stroke-width'?: number }} [options]
 */
export function marker([x, y], kind, { r = 10, ...attributes } = {}) {
  const given = { fill: BLUE, stroke: INK, 'stroke-width': 1.2, ...attributes };
  if (kind === 0) return circle(x, y, r, given);
  const s = r * (kind === 1 ? 0.88 : 1.22);
  const corners =
    kind === 1
      ? [
          [-s, -s],
          [s, -s],
          [s, s],
          [-s, s],
        ]
      : [
          [0, -s],
          [s, 0],
          [0, s],
          [-s, 0],
        ];
  return element('path', { d: path(corners.map(([dx, dy]) => [x + dx, y + dy])), ...given });
}

/** Points of all classes, by shape and colour, with their row numbers. */
export function allNumbered(at) {
  return [...labels].map((kind, row) =>
    numbered(at(points.row(row)), row, { fill: CLASS_FILLS[kind] }),
  );
}

/**
 * The hyperplanes as lines, each with an arrow to the side of its 1, and the wedges' codes.
 * @param {ReturnType<typeof disc>} space
 * @param {import('hashplane').Matrix} hyperplanes
 */
export function planesAndCodes(space, hyperplanes) {
  const planes = Array.from({ length: BITS }, (_, j) => [
    space.plane(hyperplanes.row(j)),
    sideArrow(space, hyperplanes.row(j)),
    nameAtEnd(space, hyperplanes.row(j), `h${j + 1}`),
  ]);
  const tiles = wedgesOf(hyperplanes).map(({ middle, bits }) =>
    bitTile(...space.rim(middle, 1.16), bits, { size: 14 }),
  );
  return [planes, tiles];
}

/**
 * @param {ReturnType<typeof disc>} space
 * @param {Point} normal
 * @param {string} name
 */
function nameAtEnd(space, [x, y], name) {
  return label(...space.rim(Math.atan2(-x, y), 1.09), name, { size: 13, weight: 600, fill: MUTED });
}

/**
 * @param {ReturnType<typeof disc>} space
 * @param {Point} normal
 */
function sideArrow(space, [x, y]) {
  const length = Math.hypot(x, y);
  const [foot, tip] = [0, 0.17].map((step) => [
    (1.5 * -y + step * x) / length,
    (1.5 * x + step * y) / length,
  ]);
  return arrow(space.at(foot), space.at(tip));
}
