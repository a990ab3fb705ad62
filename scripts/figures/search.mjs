// Figures of how codes are searched.
import { ExactSearch, HashTable, Matrix } from 'hashplane';
import { CLASS_FILLS, disc, LEFT, marker, numbered, planesAndCodes, wedgesOf } from './disc.mjs';
import { kernels, labels, points, random } from './scene.mjs';
import {
  BLUE,
  circle,
  figure,
  heading,
  INK,
  label,
  line,
  MUTED,
  PAPER,
  paragraph,
  RULE,
  rect,
  text,
} from './svg.mjs';

const codes = random.encode(points);

export function hamming() {
  const fills = [BLUE, '#8fc1e3', '#deedf8', PAPER];
  const query = [0, 1, 0];
  const at = ([a, b, c]) => [82 + 150 * c + 78 * a, 300 - 150 * b - 62 * a];
  const corners = Array.from({ length: 8 }, (_, i) => [(i >> 2) & 1, (i >> 1) & 1, i & 1]);
  const apart = (a, b) => a.reduce((n, bit, j) => n + Number(bit !== b[j]), 0);
  const edges = corners.flatMap((a, i) =>
    corners
      .slice(i + 1)
      .filter((b) => apart(a, b) === 1)
      .map((b) =>
        line(at(a), at(b), {
          stroke: apart(a, query) + apart(b, query) === 1 ? BLUE : '#b6bdc5',
          'stroke-width': apart(a, query) + apart(b, query) === 1 ? 3.5 : 1.5,
        }),
      ),
  );
  const nodes = corners.map((code) => {
    const distance = apart(code, query);
    return [
      circle(...at(code), 25, { fill: fills[distance], stroke: INK, 'stroke-width': 1.2 }),
      label(...at(code), code.join(''), {
        mono: true,
        size: 15,
        weight: 600,
        fill: distance === 0 ? PAPER : INK,
      }),
    ];
  });
  return figure(
    {
      width: 760,
      height: 412,
      title: 'Hamming radius and multi-probe',
      description:
        'Left: the eight codes of three bits as the corners of a cube. The query has the code 010; ' +
        '000, 011 and 110 differ from it in one bit and make its ball of radius 1. Right: the number ' +
        'of 16-bit codes within radius 0 to 4: 1, 17, 137, 697 and 2,517.',
    },
    heading(LEFT[0], 32, 'The ball around the code 010', { anchor: 'middle' }),
    edges,
    nodes,
    fills.map((fill, d) => [
      circle(58 + d * 76, 370, 8, { fill, stroke: INK }),
      text(72 + d * 76, 375, d === 0 ? 'query' : `${d} bit${d > 1 ? 's' : ''}`, { size: 13 }),
    ]),
    heading(580, 32, '16-bit codes within a radius', { anchor: 'middle' }),
    ballSizes(16, 4),
  );
}

/** Bars of how many codes lie within each radius. */
function ballSizes(bits, most) {
  const sizes = [1];
  for (let r = 1, ring = 1; r <= most; r++) {
    ring = (ring * (bits - r + 1)) / r;
    sizes.push(sizes[r - 1] + ring);
  }
  const scale = 200 / sizes[most];
  return sizes
    .map((size, r) => {
      const y = 96 + r * 46;
      return [
        text(425, y + 5, `r = ${r}`, { mono: true }),
        rect(482, y - 13, Math.max(2, size * scale), 26, { fill: BLUE, rx: 2 }),
        text(482 + Math.max(2, size * scale) + 8, y + 5, size.toLocaleString('en-US')),
      ];
    })
    .concat(
      paragraph(
        425,
        334,
        [
          'Multi-probe looks each of them up. When that is',
          'more work than comparing with all buckets,',
          'the table is scanned instead.',
        ],
        { fill: MUTED, size: 13 },
      ),
    );
}

export function reranking() {
  const space = disc(LEFT);
  const query = Float32Array.of(-1.42, -0.24);
  const words = random.encode(matrixOf(query)).code(0);
  const found = new HashTable(kernels, codes).search(words, { radius: 1 });
  const nearest = new ExactSearch(kernels, points, 'cosine').nearest(query, 5, found.rows);
  const distanceOf = (row) => (found.rows.indexOf(row) < found.withinRadius[0] ? 0 : 1);
  const own = random.encode(matrixOf(query));
  const shades = wedgesOf(random.hyperplanes).map(({ from, to, bits }) => {
    const apart = bits.reduce((n, bit, j) => n + Number(bit !== own.bit(0, j)), 0);
    return apart > 1 ? [] : space.wedge(from, to, { fill: apart === 0 ? '#a9cfe9' : '#e3f0f9' });
  });
  const isFound = (row) => found.rows.includes(row);
  const rows = [...nearest.rows].map((row, i) => {
    const y = 112 + i * 40;
    return [
      line([410, y - 20], [728, y - 20], { stroke: RULE }),
      label(430, y, `${i + 1}.`, { weight: 600 }),
      numbered([500, y], row, { fill: CLASS_FILLS[labels[row]] }),
      label(585, y, distanceOf(row), { mono: true }),
      label(680, y, nearest.distances[i].toFixed(4), { mono: true }),
    ];
  });
  const star = space.at(query);
  return figure(
    {
      width: 760,
      height: 412,
      title: 'Candidates and re-ranking',
      description:
        `A query takes the ${found.rows.length} points in its own wedge and in those one bit away as ` +
        `candidates. Sorted by exact cosine distance, the five nearest are rows ${[...nearest.rows].join(', ')}.`,
    },
    heading(LEFT[0], 32, `${found.rows.length} of ${labels.length} points are candidates`, {
      anchor: 'middle',
    }),
    shades,
    space.outline(),
    planesAndCodes(space, random.hyperplanes),
    [...labels].map((kind, row) =>
      numbered(
        space.at(points.row(row)),
        row,
        isFound(row) ? { fill: CLASS_FILLS[kind] } : { ink: '#8b949e', stroke: '#b6bdc5' },
      ),
    ),
    line(LEFT, star, { 'stroke-width': 1.5, 'stroke-dasharray': '2 3' }),
    marker(star, 1, { r: 12, fill: INK }),
    label(...star, 'q', { size: 14, weight: 700, fill: PAPER }),
    heading(570, 32, 'Sorted by exact cosine', { anchor: 'middle' }),
    [
      ['place', 430],
      ['row', 500],
      ['bits apart', 585],
      ['cosine distance', 676],
    ].map(([title, x]) => text(x, 78, title, { anchor: 'middle', fill: MUTED, size: 13 })),
    rows,
    paragraph(
      410,
      340,
      ['Grey points are not compared at all.', 'Only directions count for cosine.'],
      { fill: MUTED },
    ),
  );
}

function matrixOf(vector) {
  return new Matrix(vector, 1, vector.length);
}
