// A stream of labelled images, learned point by point: `node scripts/results/stream.mjs`, after a
// build. Prints how the quality of the codes grows with the points seen, and how it recovers when the
// stream turns to other classes.
// `--bits 32 --cost 1 --variant pa-1 --seed 0 --json`.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createKernels, FittedHasher, RandomState } from 'hashplane';
import { columnMeans, normaliseRows, subtractMean } from 'hashplane/data';
import { hammingMeanAveragePrecision } from 'hashplane/evaluation';
import { PassiveAggressiveStream } from 'hashplane/learning';
import { readDatasetFile } from 'hashplane/node';

const QUERIES = 300;
const DATABASE = 2000;
const PHASE = 3500;
const CHECKPOINTS = [50, 100, 200, 500, 1000, 2000, 3500];
const MIXES = [
  [0, 1, 2, 3, 4],
  [5, 6, 7, 8, 9],
];

const { values } = parseArgs({
  options: {
    bits: { type: 'string', default: '32' },
    cost: { type: 'string', default: '1' },
    variant: { type: 'string', default: 'pa-1' },
    seed: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});
const bits = Number(values.bits);
const random = new RandomState(Number(values.seed));
const kernels = await createKernels();
const folder = fileURLToPath(new URL('../../data/fashion-mnist/', import.meta.url));
const { points, labels } = await readDatasetFile(`${folder}t10k-images-idx3-ubyte.gz`, {
  labels: `${folder}t10k-labels-idx1-ubyte.gz`,
});

const order = random.permutation(points.rows);
const queries = order.subarray(0, QUERIES);
const database = order.subarray(QUERIES, QUERIES + DATABASE);
const rest = [...order.subarray(QUERIES + DATABASE)];
// Classes get random codewords, which the bits of their points are to become.
const codewords = Array.from({ length: 10 }, () =>
  Int8Array.from({ length: bits }, () => (random.randomSample() < 0.5 ? -1 : 1)),
);
// The points that a stream starts with tell its mean.
const start = rest.filter((row) => MIXES[0].includes(labels[row])).slice(0, 100);
const mean = columnMeans(kernels, normaliseRows(kernels, pick(start).points));
const stream = new PassiveAggressiveStream(kernels, {
  bits,
  dimensions: points.cols,
  variant: /** @type {import('hashplane/learning').PassiveAggressiveVariant} */ (values.variant),
  cost: Number(values.cost),
});

const results = [];
let frozen = null;
for (const [phase, mix] of MIXES.entries()) {
  const rows = rest.filter((row) => mix.includes(labels[row])).slice(0, PHASE);
  let seen = 0;
  if (phase > 0) {
    frozen = stream.hyperplanes;
    report(phase, 0);
  }
  for (const checkpoint of CHECKPOINTS) {
    if (seen === rows.length) break;
    const part = pick(rows.slice(seen, checkpoint));
    const signs = Int8Array.from([...part.labels].flatMap((label) => [...codewords[label]]));
    const prepared = subtractMean(kernels, normaliseRows(kernels, part.points), mean);
    stream.partialFit(prepared, signs);
    seen += part.labels.length;
    report(phase, seen);
  }
}
if (values.json) console.log(JSON.stringify({ bits, backend: kernels.name, results }));

function pick(rows) {
  return { points: points.selectRows(rows), labels: Int32Array.from(rows, (row) => labels[row]) };
}

/** Quality on held-out images of the present classes, and of all; that of the hasher before the shift. */
function report(phase, seen) {
  const mix = MIXES[phase];
  const all = MIXES.flat();
  const result = {
    seen: stream.seen,
    classes: mix,
    sinceShift: seen,
    present: quality(stream.hyperplanes, mix),
    all: quality(stream.hyperplanes, all),
    frozen: frozen && quality(frozen, mix),
  };
  results.push(result);
  if (values.json) return;
  if (results.length === 1) {
    console.log(`${bits} bits, mAP on ${QUERIES} queries, ${DATABASE} database images\n`);
    console.log('points seen  stream of classes  present classes  all classes  not learning on');
  }
  const cell = (value, width) => (value === null ? '-' : value.toFixed(3)).padStart(width);
  console.log(
    `${String(result.seen).padStart(11)}  ${mix.join(' ').padStart(17)}` +
      `${cell(result.present, 17)}${cell(result.all, 13)}${cell(result.frozen, 17)}`,
  );
}

function quality(hyperplanes, classes) {
  const model = { bits, hyperplanes, offsets: null, mean, normalise: true, featureMap: null };
  const hasher = new FittedHasher(kernels, model);
  const encode = (rows) => {
    const chosen = pick([...rows].filter((row) => classes.includes(labels[row])));
    return { codes: hasher.encode(chosen.points), labels: chosen.labels };
  };
  const map = hammingMeanAveragePrecision(kernels, encode(queries), encode(database));
  hasher.dispose();
  return map;
}
