// What the forms of HashIndex's `keepVectors` cost in recall, and what they take:
//   node scripts/search/index-loss.mjs Gist512CIFAR10.mat [bits]
// The truth are the 10 nearest by exact float32 cosine of the vectors as given.
import { createKernels, HashIndex, RandomHyperplanes } from 'hashplane';
import { trainTestSplit } from 'hashplane/data';
import { readDatasetFile } from 'hashplane/node';

const QUERIES = 500;
const [file, bits = '256'] = process.argv.slice(2);
const { points } = await readDatasetFile(file);
const { train, test } = trainTestSplit(points.rows, QUERIES, 0);
const database = points.selectRows(train);
const queries = points.selectRows(test);
const kernels = await createKernels();
const hasher = new RandomHyperplanes({ kernels, bits: Number(bits) }).fitSync(database);

const idsOf = (results) => results.map(({ neighbours }) => neighbours.map(({ id }) => id));
let truth;
for (const keepVectors of /** @type {const} */ (['float32', 'int8', false])) {
  const index = HashIndex.create({ kernels, hasher, keepVectors });
  const start = performance.now();
  index.add(database);
  const seconds = (performance.now() - start) / 1000;
  const rows = [];
  for (const candidates of /** @type {const} */ (['all', 200, 1000])) {
    const from = performance.now();
    const results = index.search(queries, { candidates });
    const millis = (performance.now() - from) / queries.rows;
    const found = idsOf(results);
    truth ??= found;
    const recall = found.map((ids, q) => ids.filter((id) => truth[q].includes(id)).length / 10);
    const mean = recall.reduce((sum, value) => sum + value, 0) / recall.length;
    rows.push(`candidates ${candidates}: recall@10 ${mean.toFixed(4)}, ${millis.toFixed(2)} ms`);
  }
  const { vectors, codes, resident } = index.stats.bytes;
  const mega = (bytes) => (bytes / 1e6).toFixed(1);
  console.log(
    `keepVectors ${keepVectors}: added in ${seconds.toFixed(2)} s; vectors ${mega(vectors)} MB, ` +
      `codes ${mega(codes)} MB, built for searches ${mega(resident)} MB, ` +
      `file ${mega(index.save().length)} MB\n  ${rows.join('\n  ')}`,
  );
  index.dispose();
}
