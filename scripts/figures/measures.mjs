// Figures of how the quality of a search is measured.
import { precisionAtK, tieAwareAveragePrecision } from 'hashplane/evaluation';
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
  RULE,
  rect,
  text,
} from './svg.mjs';

const K = 4;
/** Found items of five queries, 1 for those of the query's class. */
const FOUND = [[1, 1, 0, 1], [1, 1], [], [1, 1, 1, 1], []];

export function precision() {
  const values = FOUND.map((items) =>
    precisionAtK(
      items.reduce((n, hit) => n + hit, 0),
      items.length,
      K,
    ),
  );
  const given = values.filter((value) => value !== null);
  const sum = given.reduce((total, value) => total + value, 0);
  const rows = FOUND.map((items, q) => {
    const y = 92 + q * 44;
    return [
      text(40, y + 5, `query ${q + 1}`),
      Array.from({ length: K }, (_, i) => place(140 + i * 46, y, items[i])),
      text(345, y + 5, values[q] === null ? 'nothing found' : values[q].toFixed(2), {
        mono: values[q] !== null,
        fill: values[q] === null ? MUTED : INK,
      }),
    ];
  });
  return figure(
    {
      width: 760,
      height: 372,
      title: 'Precision at k, and two ways to count empty queries',
      description: `Five queries with up to four results each. Precision at 4 is ${values.map((value) => value ?? 'not defined').join(', ')}. Without the empty queries the mean is ${(sum / given.length).toFixed(2)}; with 0 for them it is ${(sum / values.length).toFixed(2)}.`,
    },
    heading(40, 36, 'The first four candidates of each query'),
    text(345, 62, 'precision@4', { fill: MUTED, size: 13 }),
    rows,
    summary(
      80,
      'Empty queries left out',
      `mean of ${given.length} queries, as in the tutorial`,
      sum / given.length,
    ),
    summary(
      194,
      'Empty queries count as 0',
      `mean of all ${values.length} queries`,
      sum / values.length,
    ),
    ['same class', 'another class', 'no candidate'].map((name, i) => [
      place(44 + i * 150, 336, [1, 0][i], 8),
      text(62 + i * 150, 341, name, { size: 13 }),
    ]),
  );
}

/** A place in the list: a hit, a miss, or nothing. */
function place(x, y, hit, r = 14) {
  const dash = hit === undefined ? '3 3' : undefined;
  return circle(x, y, r, {
    fill: hit ? BLUE : PAPER,
    stroke: hit === undefined ? '#8b949e' : INK,
    'stroke-width': 1.5,
    'stroke-dasharray': dash,
  });
}

function summary(y, title, note, value) {
  return [
    rect(480, y, 256, 94, { rx: 6, fill: '#f6f8fa', stroke: RULE }),
    text(498, y + 28, title, { weight: 600 }),
    text(498, y + 49, note, { size: 12.5, fill: MUTED }),
    text(498, y + 78, value.toFixed(2), { size: 22, weight: 600, mono: true }),
  ];
}

/** Items at distance 0, 1 and 2 of one query, 1 for those of its class. */
const LEVELS = [[1], [1, 1, 0, 0], [1, 0]];

export function ties() {
  const total = Uint32Array.from(LEVELS, (items) => items.length);
  const relevant = Uint32Array.from(LEVELS, (items) => items.filter((hit) => hit).length);
  const mean = tieAwareAveragePrecision(total, relevant);
  if (mean === null) throw new Error('the query has items of its class');
  const orders = LEVELS.map(permutations).reduce(
    (all, level) => all.flatMap((head) => level.map((tail) => [...head, ...tail])),
    [[]],
  );
  const scores = orders.map(averagePrecision);
  const byHand = scores.reduce((a, b) => a + b, 0) / scores.length;
  if (Math.abs(byHand - mean) > 1e-12) throw new Error('the tie-aware value is not the mean');
  const best = orders[scores.indexOf(Math.max(...scores))];
  const worst = orders[scores.indexOf(Math.min(...scores))];
  const rows = [
    [128, 'Ties in the luckiest order', best],
    [196, 'Ties in the unluckiest order', worst],
  ];
  return figure(
    {
      width: 760,
      height: 332,
      title: 'Tie-aware average precision',
      description: `Seven items at Hamming distance 0, 1 and 2 of a query. Depending on the order of ties the average precision lies between ${averagePrecision(worst).toFixed(3)} and ${averagePrecision(best).toFixed(3)}; the tie-aware value ${mean.toFixed(3)} is the mean over all orders.`,
    },
    heading(40, 36, 'Seven items by Hamming distance'),
    levelBoxes(),
    text(632, 70, 'average precision', { size: 13, fill: MUTED, anchor: 'middle' }),
    rows.map(([y, name, order]) => [
      text(40, y + 5, name),
      order.map((hit, i) => place(itemX(i), y, hit)),
      text(632, y + 6, averagePrecision(order).toFixed(3), {
        size: 16,
        mono: true,
        anchor: 'middle',
      }),
    ]),
    line([40, 240], [720, 240], { stroke: RULE }),
    text(40, 275, `Tie-aware: the mean over all orders`, { weight: 600 }),
    text(632, 276, mean.toFixed(3), { size: 18, weight: 600, mono: true, anchor: 'middle' }),
    text(40, 300, 'It does not depend on how a search happens to break ties.', {
      fill: MUTED,
      size: 13,
    }),
  );
}

const itemX = (i) =>
  268 +
  i * 40 +
  LEVELS.slice(1).filter((_, l) => i >= LEVELS.slice(0, l + 1).flat().length).length * 16;

/** A box around the items of each distance. */
function levelBoxes() {
  let first = 0;
  return LEVELS.map((items, distance) => {
    const [left, right] = [itemX(first) - 21, itemX(first + items.length - 1) + 21];
    first += items.length;
    return [
      rect(left, 82, right - left, 140, { rx: 6, fill: '#f6f8fa', stroke: RULE }),
      label((left + right) / 2, 70, distance, { mono: true, size: 13, fill: MUTED }),
    ];
  });
}

function permutations(items) {
  if (items.length < 2) return [items];
  return items.flatMap((item, i) =>
    permutations(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]),
  );
}

function averagePrecision(order) {
  let hits = 0;
  const precisions = order.flatMap((hit, i) => (hit ? [++hits / (i + 1)] : []));
  return precisions.reduce((a, b) => a + b, 0) / hits;
}
