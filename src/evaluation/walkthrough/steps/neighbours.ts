import { hammingDistance } from '../../../core/hash-codes.ts';
import { codesWithin } from '../../../search/probe-cost.ts';
import { precisionAtK } from '../../precision.ts';
import { lines } from '../lines.ts';
import type { Story } from '../story.ts';
import type { RadiusNeighbours, WalkthroughStepOf } from '../types.ts';
import { bitsOf } from './bits.ts';

/** Radii that are shown. */
const MOST_RADIUS = 3;

/** Step 7: one query, radius by radius. */
export function neighboursStep(story: Story): WalkthroughStepOf<'neighbours'> {
  const { parts, codes, settings } = story;
  const row = parts.queryRows[settings.query];
  const radii = Math.min(MOST_RADIUS, settings.maxRadius);
  const radius = Math.min(2, radii);
  return {
    id: 'neighbours',
    title: 'Neighbours within a few bits',
    text:
      `A near ${story.thing} may lie just across a hyperplane, in another bucket. A search of radius r ` +
      'looks into all buckets whose codes differ from that of the query in r bits at most. What it finds there is ' +
      'sorted by its true distance.',
    code: {
      javascript: lines(
        "import { ExactSearch } from 'hashplane';",
        '',
        'const searched = new HashTable(kernels, codes.select(database));',
        'const exact = new ExactSearch(kernels, points.selectRows(database));',
        `const query = queries[${settings.query}];`,
        `const { rows } = searched.search(codes.code(query), { radius: ${radius} });`,
        `const nearest = exact.nearest(points.row(query), ${settings.top}, rows).rows;`,
        'const neighbours = Array.from(nearest, (place) => database[place]);',
      ),
      numpy: lines(
        `query = queries[${settings.query}]`,
        'hamming = (codes[database] != codes[query]).sum(axis=1)',
        `rows = database[hamming <= ${radius}]`,
        'norms = np.linalg.norm(points[rows], axis=1)',
        'cosine = points[rows] @ points[query] / norms',
        `neighbours = rows[np.argsort(-cosine, kind="stable")[:${settings.top}]]`,
      ),
    },
    data: {
      query: {
        ...story.named(row),
        bits: bitsOf(codes, row),
        index: String(codes.bucketIndex(row)),
      },
      top: settings.top,
      byRadius: Array.from({ length: radii + 1 }, (_, r) => neighboursWithin(story, row, r)),
    },
  };
}

function neighboursWithin(story: Story, query: number, radius: number): RadiusNeighbours {
  const { parts, codes, databaseTable, exact, points, settings, dataset } = story;
  const code = codes.code(query);
  const { rows, buckets } = databaseTable.search(code, { radius });
  const found = rows.length > 0 ? exact.nearest(points.row(query), settings.top, rows) : null;
  const nearest = Array.from(found?.rows ?? [], (place, i) => {
    const row = parts.databaseRows[place];
    return {
      ...story.named(row),
      hamming: hammingDistance(code, codes.code(row)),
      distance: found?.distances[i] ?? 0,
      isSame: dataset.labels[row] === dataset.labels[query],
    };
  });
  const relevant = nearest.filter(({ isSame }) => isSame).length;
  return {
    radius,
    codes: codesWithin(settings.bits, radius),
    buckets,
    candidates: rows.length,
    nearest,
    precision: precisionAtK(relevant, rows.length, settings.top),
  };
}
