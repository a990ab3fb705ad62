// The figure of what a rotation does to a point.
import { Matrix, RandomRotations } from 'hashplane';
import { kernels } from './scene.mjs';
import { BLUE, figure, heading, line, MUTED, ORANGE, rect, text } from './svg.mjs';

const VALUES = 64;
const BAR = 5;
const LEFT = 40;
const RIGHT = 410;
const ZERO = 150;
/** Pixels of a value 1. */
const UNIT = 90;

export function rotation() {
  // All of its length in three values, as of a picture with a few strong edges.
  const point = new Matrix(new Float32Array(VALUES), 1, VALUES);
  for (const [at, value] of [
    [5, 0.9],
    [20, -0.7],
    [47, 0.5],
  ])
    point.data[at] = value;
  const options = { kernels, bits: VALUES, seed: 1, normalise: false, centre: false };
  const rotated = new RandomRotations(options).fitSync(point).projections(point);
  return figure(
    {
      width: 760,
      height: 300,
      title: 'A point before and after a random rotation',
      description:
        'Left: three of 64 values hold all of the length of a point, the others are 0. Right: after ' +
        'three rounds of signs and Walsh-Hadamard transform every value holds some of it; the length ' +
        'is the same, and the side of 0 on which a value lies is a bit.',
    },
    heading(LEFT, 32, 'A point of 64 values'),
    bars(LEFT, point.data),
    text(LEFT, 280, `length ${lengthOf(point.data)}`, { fill: MUTED }),
    heading(RIGHT, 32, 'Rotated: 64 values, 64 bits'),
    bars(RIGHT, rotated.data),
    text(RIGHT, 280, `length ${lengthOf(rotated.data)}; above the line bit 1, below it bit 0`, {
      fill: MUTED,
    }),
  );
}

/** @param {Float32Array} values */
function bars(x, values) {
  return [
    ...Array.from(values, (value, i) => {
      if (value === 0) return '';
      const height = Math.abs(value) * UNIT;
      const top = value < 0 ? ZERO : ZERO - height;
      const fill = value < 0 ? ORANGE : BLUE;
      return rect(x + i * BAR, Number(top.toFixed(1)), BAR - 1, Number(height.toFixed(1)), {
        fill,
      });
    }),
    line([x, ZERO], [x + VALUES * BAR, ZERO], { 'stroke-width': 1 }),
  ];
}

/** @param {Float32Array} values */
function lengthOf(values) {
  return Math.hypot(...values).toFixed(3);
}
