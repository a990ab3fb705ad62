// Figures of how codes are made and kept.
import { HashTable } from 'hashplane';
import {
  allNumbered,
  CLASS_FILLS,
  disc,
  LEFT,
  marker,
  numbered,
  planesAndCodes,
  RIGHT,
} from './disc.mjs';
import { bitsOf, kernels, labels, points, random } from './scene.mjs';
import {
  arrow,
  BLUE,
  bitTile,
  figure,
  heading,
  label,
  line,
  MUTED,
  PAPER,
  paragraph,
  RULE,
  text,
} from './svg.mjs';

const codes = random.encode(points);

export function hyperplanes() {
  const [one, three] = [disc(LEFT), disc(RIGHT)];
  const normal = random.hyperplanes.row(0);
  const angle = Math.atan2(normal[1], normal[0]);
  const side = [angle - Math.PI / 2, angle + Math.PI / 2];
  const tip = one.rim(angle, 0.62);
  return figure(
    {
      width: 760,
      height: 412,
      title: 'Hyperplanes and sign bits',
      description:
        'Left: a line through the origin halves the plane; points on the side of its normal w get ' +
        'bit 1, the others bit 0. Right: three lines cut the plane into six wedges, and every wedge ' +
        'has a code of three bits of its own.',
    },
    heading(LEFT[0], 32, 'One hyperplane, one bit', { anchor: 'middle' }),
    one.wedge(...side, { fill: '#dcecf7' }),
    one.outline(),
    one.plane(normal),
    scene(one, (row) => (codes.bit(row, 0) ? BLUE : PAPER)),
    arrow(LEFT, tip),
    label(tip[0] - 16, tip[1] - 6, 'w', { size: 16, weight: 600 }),
    [0, 1].map((bit) =>
      label(...one.rim(angle + (bit ? 0.75 : Math.PI + 0.75), 0.85), bit, {
        size: 26,
        weight: 600,
        mono: true,
      }),
    ),
    heading(RIGHT[0], 32, 'Three hyperplanes, three bits', { anchor: 'middle' }),
    three.outline(),
    planesAndCodes(three, random.hyperplanes),
    scene(three, () => '#c9ced4'),
  );
}

function scene(space, fill) {
  return [...labels].map((_, row) =>
    marker(space.at(points.row(row)), 0, { r: 6, fill: fill(row) }),
  );
}

export function buckets() {
  const space = disc(LEFT);
  const table = [...new HashTable(kernels, codes).buckets()].sort((a, b) => a.index - b.index);
  const columns = { code: 446, index: 528, rows: 590 };
  const rows = table.map(({ index, rows }, i) => {
    const y = 112 + i * 40;
    const bits = bitsOf(codes, rows[0]);
    return [
      line([410, y - 20], [728, y - 20], { stroke: RULE }),
      bitTile(columns.code, y, bits, { size: 16 }),
      label(columns.index, y, index, { mono: true }),
      [...rows].map((row, k) =>
        numbered([columns.rows + k * 27, y], row, { fill: CLASS_FILLS[labels[row]] }),
      ),
    ];
  });
  const titles = [
    ['code', columns.code],
    ['index', columns.index],
    ['rows', columns.rows + 8],
  ];
  return figure(
    {
      width: 760,
      height: 412,
      title: 'A hash table',
      description: `Fifteen points of three classes in the plane, and the table of their codes: ${table
        .map(({ index, rows }) => `bucket ${index} holds rows ${[...rows].join(', ')}`)
        .join('; ')}.`,
    },
    heading(LEFT[0], 32, 'Points and their codes', { anchor: 'middle' }),
    space.outline(),
    planesAndCodes(space, random.hyperplanes),
    allNumbered(space.at),
    heading(570, 32, 'The hash table', { anchor: 'middle' }),
    titles.map(([title, x]) => text(x, 78, title, { anchor: 'middle', fill: MUTED })),
    rows,
    paragraph(410, 370, ['Points with the same code share a bucket.'], { fill: MUTED }),
  );
}
