// Compares `hashplane tutorial` on CIFAR-10 GIST-512 with the same job in numpy and scikit-learn:
// `npm run compare:tutorial -- Gist512CIFAR10.mat`. Prints every figure; `--write` puts the table
// of precision into the README. The reference stands in test/fixtures/golden.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HashCodes, RandomState } from 'hashplane';
import { readDatasetFile } from 'hashplane/node';
import { fillSections } from '../shared/marked-sections.mjs';

const RADII = [0, 1, 2, 4, 10];
const MEAN = 'precision_at_10_by_radius_0_to_10_mean_over_queries_with_candidates';
const REFERENCES = [
  ['LSH', 'LSH_16', 'numpy'],
  ['GRH (tutorial)', 'GRH_16_tutorial_alpha0.25_2iter_SVC_linear_C1', 'scikit-learn'],
  ['GRH (paper)', 'GRH_16_paper_alpha1_1iter_SVC_linear_C1', 'scikit-learn'],
];

const [file, write] = process.argv.slice(2);
if (file === undefined) throw new Error('name the .mat file of CIFAR-10 GIST-512');
const root = fileURLToPath(new URL('../..', import.meta.url));
const golden = JSON.parse(
  readFileSync(`${root}test/fixtures/golden/tutorial-cifar10.json`, 'utf8'),
);
const started = performance.now();
const args = [`${root}build/cli.js`, 'tutorial', '--data', file, '--json', '--bits'];
const run = (bits) => JSON.parse(execFileSync(process.execPath, [...args, bits]).toString());
const ours = run('16');
const seconds = (performance.now() - started) / 1000;
const wide = run('32');

console.log(`backend ${ours.backend}; the whole command took ${seconds.toFixed(1)} s at 16 bits\n`);
console.log(`split: ${JSON.stringify(ours.split)}; reference ${JSON.stringify(golden.split)}\n`);
await compareBuckets();
compareLsh(ours.methods[0], golden.LSH_16, 16);
compareLsh(wide.methods[0], golden.LSH_32, 32);
const table = precisionTable();
console.log(`\n${table}`);
for (const method of ours.methods) {
  const millis = method.byRadius.map((r) => r.meanQueryMillis.toFixed(2)).join(' ');
  console.log(`ms a query, ${method.name}, radius 0..10: ${millis}`);
}
if (write === '--write') fillSections(`${root}README.md`, { tutorial: table });

/** Bucket indices of the whole set against float64: how many bits lie on the other side. */
async function compareBuckets() {
  const { points } = await readDatasetFile(file);
  const { rows, cols, data } = points;
  const x = Float64Array.from(data);
  const mean = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    let squares = 0;
    for (let k = 0; k < cols; k++) squares += x[i * cols + k] ** 2;
    const norm = Math.sqrt(squares);
    for (let k = 0; k < cols; k++) {
      x[i * cols + k] /= norm;
      mean[k] += x[i * cols + k] / rows;
    }
  }
  const random = new RandomState(0);
  const w = Float64Array.from({ length: cols * 16 }, () => random.randn());
  const words = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) {
    const sums = new Float64Array(16);
    for (let k = 0; k < cols; k++) {
      const value = x[i * cols + k] - mean[k];
      for (let j = 0; j < 16; j++) sums[j] += value * w[k * 16 + j];
    }
    sums.forEach((sum, j) => {
      if (sum >= 0) words[i] |= 1 << j;
    });
  }
  const codes = new HashCodes(words, rows, 16);
  const { details } = await fullResults();
  const { count, largest } = ours.methods[0].buckets;
  const reference = golden.whole_set_16bit;
  const distinct = new Set(words).size;
  console.log(
    `row 0's bucket: ${details[0].firstRowBucket}; reference ${golden.row0_16bit.bucket_index}`,
  );
  console.log(`float64 here: row 0 in ${codes.bucketIndex(0)}, ${distinct} buckets`);
  console.log(`buckets of the whole set: ${count}; reference ${reference.buckets}`);
  console.log(`largest: ${largest}; reference ${reference.largest}`);
  console.log(
    `two or more: ${details[0].withTwoOrMore}; reference ${reference.buckets_with_two_or_more}`,
  );
  console.log(
    `bits that float32 rounding puts on the other side: ${await differingBits(words, points)}\n`,
  );
}

async function fullResults() {
  const { mkdtempSync, rmSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const folder = mkdtempSync(`${tmpdir()}/hashplane-compare-`);
  try {
    execFileSync(process.execPath, [...args, '16', '--out', folder]);
    return JSON.parse(readFileSync(`${folder}/results.json`, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function differingBits(words, points) {
  const { createKernels, RandomHyperplanes } = await import('hashplane');
  const { normaliseAndCentre } = await import('hashplane/data');
  const kernels = await createKernels();
  const prepared = normaliseAndCentre(kernels, points);
  const options = { kernels, bits: 16, seed: 0, normalise: false, centre: false };
  const codes = new RandomHyperplanes(options).fitSync(prepared).encode(prepared);
  let count = 0;
  codes.words.forEach((word, i) => {
    for (let rest = word ^ words[i]; rest !== 0; rest &= rest - 1) count++;
  });
  return `${count} of ${points.rows * 16}`;
}

function compareLsh(method, reference, bits) {
  const worst = (values) => Math.max(...values.map(Math.abs));
  const precision = method.byRadius.map((r, i) => (r.precisionAtK ?? 0) - reference[MEAN][i]);
  const candidates = method.byRadius.map((r, i) => {
    const expected = reference.mean_candidates_by_radius[i];
    return expected === 0 ? r.meanCandidates : r.meanCandidates / expected - 1;
  });
  console.log(
    `LSH ${bits} bits, radius 0..10: largest difference of precision@10 ` +
      `${worst(precision).toFixed(5)}, of candidates ${(100 * worst(candidates)).toFixed(3)}%`,
  );
}

function precisionTable() {
  const cell = (value) => value.toFixed(3).replace(/^0/, '');
  const row = (name, values) => `| ${name} | ${RADII.map((r) => cell(values[r])).join(' | ')} |`;
  const lines = [`| precision@10 | ${RADII.map((r) => `r=${r}`).join(' | ')} |`];
  lines.push(`|--|${RADII.map(() => '--|').join('')}`);
  for (const [name, key, tool] of REFERENCES) {
    const method = ours.methods.find((m) => m.name === name);
    lines.push(row(`${name}, ${tool}`, golden[key][MEAN]));
    lines.push(
      row(
        `${name}, hashplane`,
        method.byRadius.map((r) => r.precisionAtK ?? Number.NaN),
      ),
    );
  }
  const exact = [golden.exact_cosine_brute_force_precision_at_10, ours.exact.precisionAtK];
  lines.push(
    `| exact cosine search, numpy / hashplane | ${exact.map((v) => v.toFixed(4)).join(' / ')} | | | | |`,
  );
  return lines.join('\n');
}
