// Figures of the graph step of graph regularised hashing.
import { regulariseByClass } from 'hashplane/learning';
import { CLASS_FILLS, marker } from './disc.mjs';
import { BITS, bitsOf, kernels, labels, points, random } from './scene.mjs';
import {
  arrow,
  BLUE,
  bitTile,
  element,
  figure,
  INK,
  label,
  line,
  MUTED,
  ORANGE,
  paragraph,
  RULE,
  rect,
  text,
} from './svg.mjs';

const codes = random.encode(points);
const signs = Int8Array.from(
  [...labels].flatMap((_, row) => bitsOf(codes, row).map((bit) => (bit ? 1 : -1))),
);
export const smoothed = regulariseByClass(kernels, {
  signs,
  initial: signs,
  bits: BITS,
  labels,
  alpha: 1,
  rule: 'paper',
});
const asBits = (all, row) =>
  [...all.subarray(row * BITS, (row + 1) * BITS)].map((sign) => (sign > 0 ? 1 : 0));

export function steps() {
  const boxes = [
    ['Random', 'hyperplanes'],
    ['Hash the', 'training points'],
    ['Smooth their bits', 'over the graph'],
    ['Fit one SVM', 'to each bit'],
  ];
  const at = (i) => 24 + i * 184;
  return figure(
    {
      width: 760,
      height: 170,
      title: 'The steps of graph regularised hashing',
      description:
        'Random hyperplanes hash the training points; the bits are smoothed over the graph; one SVM ' +
        'is fitted to each bit; its hyperplanes hash the training points anew, for as many iterations as are asked for.',
    },
    boxes.map(([first, second], i) => [
      rect(at(i), 30, 160, 64, {
        rx: 6,
        fill: i === 0 ? '#f6f8fa' : '#dcecf7',
        stroke: i === 0 ? MUTED : BLUE,
      }),
      label(at(i) + 80, 52, first, { weight: 600 }),
      label(at(i) + 80, 73, second, { weight: 600 }),
    ]),
    [0, 1, 2].map((i) => arrow([at(i) + 160, 62], [at(i) + 183, 62])),
    element('path', {
      d: `M${at(3) + 80} 94 V132 H${at(1) + 80} V104`,
      fill: 'none',
      stroke: INK,
      'stroke-width': 1.5,
    }),
    arrow([at(1) + 80, 106], [at(1) + 80, 96]),
    text((at(1) + at(3)) / 2 + 80, 152, 'the SVMs are the new hyperplanes: once an iteration', {
      anchor: 'middle',
      fill: MUTED,
    }),
  );
}

export function graph() {
  const flips = signs.filter((sign, i) => sign !== smoothed[i]).length;
  const row = (top, name, all) => [
    text(28, top, name, { size: 15, weight: 600 }),
    [0, 1, 2].map((kind) => clique([216 + kind * 206, top + 6], kind, all)),
  ];
  return figure(
    {
      width: 760,
      height: 428,
      title: 'Smoothing bits over the graph',
      description:
        'Fifteen training points in three classes; points of one class are joined to each other. ' +
        `Before, each class holds two different codes. After the step, ${flips} bits have flipped, and each class shares one code.`,
    },
    [0, 1, 2].map((kind) => [
      marker([184 + kind * 206, 30], kind, { r: 9, fill: CLASS_FILLS[kind] }),
      text(200 + kind * 206, 35, `class ${'ABC'[kind]}`, { weight: 600 }),
    ]),
    row(142, 'Before', signs),
    line([24, 240], [736, 240], { stroke: RULE }),
    row(336, 'After', smoothed),
    paragraph(28, 164, ['bits of the', 'hyperplanes'], { fill: MUTED, size: 13, leading: 18 }),
    paragraph(28, 358, [`${flips} bits`, 'flipped'], { fill: MUTED, size: 13, leading: 18 }),
    rect(31, 391, 14, 14, { fill: 'none', stroke: ORANGE, 'stroke-width': 3 }),
    text(52, 403, 'flipped', { size: 13, fill: MUTED }),
  );
}

/**
 * The points of one class on a circle, all joined, each with its bits.
 * @param {import('./svg.mjs').Point} centre
 * @param {number} kind
 * @param {Int8Array} all
 */
function clique([cx, cy], kind, all) {
  const rows = [...labels.keys()].filter((row) => labels[row] === kind);
  const places = rows.map((_, i) => {
    const angle = Math.PI / 2 + (i * 2 * Math.PI) / rows.length;
    return [cx + 62 * Math.cos(angle), cy - 66 * Math.sin(angle)];
  });
  const edges = places.flatMap((a, i) =>
    places.slice(i + 1).map((b) => line(a, b, { stroke: '#c3cad1' })),
  );
  const tiles = places.map(([x, y], i) => {
    const bits = asBits(all, rows[i]);
    const old = asBits(signs, rows[i]);
    const changed = bits.flatMap((bit, j) => (bit === old[j] ? [] : [j]));
    return [
      rect(x - 30, y - 13, 60, 26, { rx: 5, fill: CLASS_FILLS[kind], stroke: INK }),
      bitTile(x, y, bits, { size: 16, changed }),
    ];
  });
  return [edges, tiles];
}
