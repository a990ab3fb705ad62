// What codes of other lengths find, and what they take: the tables of docs/use/how-many-bits.md, on the
// bundled images. Nothing in them is timed, so that every machine prints the same.
//   node scripts/search/bits.mjs [--write]
import { fileURLToPath } from 'node:url';
import {
  BITS_PER_DIMENSION,
  createKernels,
  ExactSearch,
  HashIndex,
  HashTable,
  RandomRotations,
} from 'hashplane';
import { trainTestSplit } from 'hashplane/data';
import { readDatasetFile } from 'hashplane/node';
import { markdownTable } from '../shared/markdown-table.mjs';
import { fillSections } from '../shared/marked-sections.mjs';

const QUERIES = 200;
const K = 10;
/** Numbers of candidates that are tried, in order. */
const TRIED = [10, 12, 15, 20, 25, 30, 40, 50, 70, 100, 150, 200, 300, 400, 600, 800, 1200, 2400];

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}/data/fashion-mnist`;
const { points } = await readDatasetFile(`${folder}/t10k-images-idx3-ubyte.gz`, {
  labels: `${folder}/t10k-labels-idx1-ubyte.gz`,
});
const { train, test } = trainTestSplit(points.rows, QUERIES, 0);
const database = points.selectRows(train);
const queries = points.selectRows(test);
const kernels = await createKernels();
const exact = new ExactSearch(kernels, database);
/** @type {Set<import('hashplane').Id>[]} */
const truth = exact.nearestBatch(queries, K).map(({ rows }) => new Set(rows));

/** @param {readonly Iterable<import('hashplane').Id>[]} found ids by query */
function recallOf(found) {
  const shares = found.map((ids, q) => [...ids].filter((id) => truth[q].has(id)).length / K);
  return shares.reduce((sum, share) => sum + share) / shares.length;
}

/** @param {HashIndex} index @param {number} candidates */
function recallWith(index, candidates) {
  const results = index.search(queries, { k: K, candidates });
  return recallOf(results.map(({ neighbours }) => neighbours.map(({ id }) => id)));
}

/** The fewest candidates tried with which an index reaches a recall. */
function candidatesFor(index, recall) {
  return TRIED.find((tried) => recallWith(index, tried) >= recall) ?? `above ${TRIED.at(-1)}`;
}

/** @param {import('hashplane').HashIndexOptions} options */
function indexWith(options) {
  const index = HashIndex.create(options);
  index.add(database);
  return index;
}

/** @param {number} share */
const short = (share) => share.toFixed(3).replace(/^0/, '');

/** Codes of an index: how many candidates they have to leave, and what they find alone. */
function codesTable() {
  /** @type {{ name: string, codes: Omit<import('hashplane').HashIndexOptions, 'kernels'> }[]} */
  const forms = [
    ...BITS_PER_DIMENSION.map((bitsPerDimension) => ({
      name: `estimated, ${bitsPerDimension} a dimension`,
      codes: { bitsPerDimension },
    })),
    { name: 'estimated, 256 in all', codes: { bitsPerDimension: 1, bits: 256 } },
    ...[64, 256, 1024].map((bits) => ({
      name: `hamming, ${bits}`,
      codes: { codes: /** @type {const} */ ('hamming'), bits },
    })),
  ];
  const rows = forms.map(({ name, codes }) => {
    const index = indexWith({ kernels, ...codes });
    const alone = indexWith({ kernels, ...codes, keepVectors: false });
    const bytes = Math.round(index.stats.bytes.codes / index.size);
    const needed = [0.95, 0.99].map((recall) => candidatesFor(index, recall));
    const cells = [name, bytes, ...needed, short(recallWith(alone, K))];
    index.dispose();
    alone.dispose();
    return cells;
  });
  const header = [
    'codes, bits',
    'bytes a vector',
    'candidates for .95',
    'for .99',
    'recall without vectors',
  ];
  return markdownTable(header, rows);
}

/** Buckets of a table, where a query looks into those within a radius only. */
function bucketsTable() {
  const rows = [8, 10, 12, 14, 16, 20, 24].map((bits) => {
    const hasher = new RandomRotations({ kernels, bits }).fitSync(database);
    const table = new HashTable(kernels, hasher.encode(database));
    const codes = hasher.encode(queries);
    const ofRadius = [0, 1, 2].map((radius) => {
      let candidates = 0;
      const found = Array.from({ length: QUERIES }, (_, q) => {
        const { rows } = table.search(codes.code(q), { radius });
        candidates += rows.length;
        return exact.nearest(queries.row(q), K, rows).rows;
      });
      return `${short(recallOf(found))} of ${Math.round(candidates / QUERIES).toLocaleString('en-US')}`;
    });
    let shared = 0;
    for (const { rows } of table.buckets()) shared += rows.length ** 2;
    const cells = [
      bits,
      table.bucketCount.toLocaleString('en-US'),
      (shared / table.size).toFixed(1),
    ];
    table.dispose();
    return [...cells, ...ofRadius];
  });
  const header = ['bits', 'buckets', 'rows in a row’s bucket', 'radius 0', 'radius 1', 'radius 2'];
  return markdownTable(header, rows);
}

const sections = { 'bits-codes': codesTable(), 'bits-buckets': bucketsTable() };
process.stdout.write(`${Object.values(sections).join('\n\n')}\n`);
if (process.argv[2] === '--write') fillSections(`${root}/docs/use/how-many-bits.md`, sections);
