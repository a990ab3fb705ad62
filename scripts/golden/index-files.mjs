// Makes the index file of test/fixtures/files for the format version that is written now: run once when
// a version is released. Files that are there are never made again, since tests must load what that
// version wrote.
//   node scripts/build/ensure.mjs && node scripts/golden/index-files.mjs
import { existsSync, writeFileSync } from 'node:fs';
import {
  createKernels,
  describeIndex,
  HashIndex,
  loadHasher,
  Matrix,
  RandomState,
} from 'hashplane';

const [ROWS, DIMENSIONS] = [40, 10];
const folder = new URL('../../test/fixtures/files/', import.meta.url);
const kernels = await createKernels();

const random = new RandomState(23);
const values = new Float32Array((ROWS + 2) * DIMENSIONS);
random.fillNormal(values);
const points = new Matrix(values, ROWS + 2, DIMENSIONS);

const languages = ['en', 'de', 'fr'];
const documentOf = (/** @type {number} */ i) => {
  if (i % 11 === 5) return null;
  return {
    title: `text ${i} – "é"`,
    language: languages[i % 3],
    year: 1990 + i + (i % 2) / 4,
    open: i % 4 === 0,
    tags: i % 5 === 0 ? [] : [`t${i % 4}`, 'all'],
    ...(i % 3 === 0 && { note: i % 2 === 0 ? null : { by: ['x', i] } }),
    ...(i === 7 && JSON.parse('{"__proto__": "a field", "mixed": 1}')),
    ...(i === 8 && { mixed: 'one' }),
  };
};
const index = HashIndex.create({ kernels, metric: 'euclidean', bitsPerDimension: 2 });
const ids = Array.from({ length: ROWS }, (_, i) => (i % 3 === 0 ? `row ${i}` : i));
index.add(
  points.slice(0, ROWS),
  ids,
  Array.from({ length: ROWS }, (_, i) => documentOf(i)),
);
index.remove(['row 3', 1]);
index.metadata = { title: 'forty vectors' };

const bytes = index.save();
// Without the rows that were removed, which are counted as probes.
const loaded = HashIndex.load(bytes, { kernels, loadHasher });
const { version } = describeIndex(bytes);
const list = new URL(`index-v${version}.json`, folder);
if (existsSync(list)) {
  process.stdout.write(`version ${version} has its files\n`);
} else {
  /** @type {import('hashplane').HashIndexSearchOptions[]} */
  const options = [
    { k: 3, candidates: 8 },
    { k: 3, candidates: 'all' },
    { k: 4, where: { language: 'en', year: { gte: 2000 } } },
    { k: 4, where: { or: [{ tags: { contains: 't1' } }, { note: null }], not: { open: true } } },
  ];
  const searches = [ROWS, ROWS + 1].flatMap((row) =>
    options.map((each) => {
      const query = points.row(row);
      return { query: [...query], options: each, result: loaded.search(query, each) };
    }),
  );
  const { bits } = index.stats;
  const { codes, metadata } = index;
  const documents = index.documents().map((document) => document ?? null);
  const expected = { ids: index.ids(), metadata, codes, bits, documents, searches };
  writeFileSync(new URL(`index-v${version}.hpi`, folder), bytes);
  writeFileSync(list, `${JSON.stringify(expected, null, 1)}\n`);
}
