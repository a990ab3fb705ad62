// Recall against time of graphs and of faiss's indexes, on the data and queries of `hashplane bench --suite search`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createKernelsSync } from '../../kernels/create.ts';
import { readBundledDataset } from '../../node/bundled-dataset.ts';
import { readDatasetFile } from '../../node/read-file.ts';
import { measureCase } from '../harness.ts';
import { commitName, machineName } from '../machine.ts';
import {
  clusteredProblem,
  labelledProblem,
  normalProblem,
  TOP,
} from '../suites/search/problems.ts';
import { quantisedCase } from '../suites/search/quantised.ts';
import { mean, shared } from '../suites/search/shared.ts';
import { inTurns } from '../turns.ts';
import { endToEndCases } from './end-to-end.mjs';
import { startFaiss } from './faiss-search.mjs';
import { graphLibraries } from './graphs.mjs';
import { graphOf } from './kept-graphs.mjs';
import { otherBuildCase } from './other-build.mjs';

const OUTPUT = 'build/bench/search-peers.json';
const EXPANSIONS = [10, 20, 40, 80, 160, 320, 640];

/**
 * What stands beside the peers at a recall; `npm run bench:search` has the rest.
 *
 * @type {Readonly<Record<string, import('../suites/search/quantised.ts').QuantisedSettings>>}
 */
const OWN_WAYS = {
  flat: { bitsPerDimension: 1 },
  'flat, 4 bits': { bitsPerDimension: 4 },
  clusters: { bitsPerDimension: 1, hasClusters: true },
};
/** @type {Readonly<Record<string, typeof labelledProblem>>} */
const PROBLEMS = {
  labelled: labelledProblem,
  clustered: clusteredProblem,
  normal: normalProblem,
};

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    labels: { type: 'string' },
    rows: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '2' },
    problems: { type: 'string', default: Object.keys(PROBLEMS).join() },
    // Another build of hashplane, its index.js, to be measured beside this one.
    base: { type: 'string' },
    // Makes graphs anew that are kept; only builds; only measures what is kept.
    rebuild: { type: 'boolean', default: false },
    'build-only': { type: 'boolean', default: false },
    'kept-only': { type: 'boolean', default: false },
  },
});
const graphs = graphLibraries();
const python = await startFaiss();
const missing = [...graphs.missing, ...python.missing];
for (const { peer, reason } of missing) say(`${peer} is left out: ${reason}`);
const context = {
  dataset: () =>
    options.data ? readDatasetFile(options.data, { labels: options.labels }) : readBundledDataset(),
  rows: Number(options.rows),
  shared: new Map(),
};
const seconds = Number(options.seconds);
const buildOnly = options['build-only'];
const keep = { rebuild: options.rebuild, keptOnly: options['kept-only'], say };

const results = [];
for (const kind of options.problems.split(',')) {
  if (!PROBLEMS[kind]) throw new Error(`no problem is named ${kind}: ${Object.keys(PROBLEMS)}`);
  const problem = await PROBLEMS[kind](context, createKernelsSync({ backend: 'wasm-simd' }));
  context.shared.clear();
  /** @type {import('./end-to-end.mjs').Way[]} */
  const ways = [];
  for await (const { name, bench } of peersOf(problem)) {
    if (buildOnly) continue;
    const measured = await measureCase(bench, (seconds * bench.contenders.length) / 8);
    results.push(...measured);
    ways.push({ name, bench, results: measured });
    // After each: what is measured is kept, whatever becomes of the next.
    write();
  }
  // Of the sets of a million rows not all could be held at once.
  if (kind !== 'labelled' || buildOnly) continue;
  for await (const { name, bench } of ownWays(problem)) {
    const measured = await measureCase(bench, (seconds * bench.contenders.length) / 8);
    ways.push({ name, bench, results: measured });
  }
  for (const bench of endToEndCases(problem.name, ways)) {
    say(`${bench.name}: ${bench.contenders.map(({ name }) => name).join(', ')}`);
    results.push(...(await measureCase(bench, seconds * bench.contenders.length)));
    write();
  }
}
await python.faiss?.stop();

/** The peers' ways to search, each built when it is its turn. */
async function* peersOf(problem) {
  for (const library of graphs.libraries) {
    const graph = graphOf(problem, library, keep);
    if (graph) yield { name: library.name, bench: graphCase(problem, library.name, graph) };
    else missing.push({ peer: `${library.name} on ${problem.name}`, reason: 'no graph is kept' });
  }
  if (!python.faiss) return;
  const faiss = python.faiss.cases(problem, { ...keep, expansions: EXPANSIONS, buildOnly });
  for await (const { name, bench, reason } of faiss) {
    if (bench) yield { name, bench };
    else missing.push({ peer: `${name} on ${problem.name}`, reason });
  }
}

/** hashplane's, and those of another build of it. */
async function* ownWays(problem) {
  const kernels = () => createKernelsSync({ backend: 'wasm-simd' });
  for (const [name, settings] of Object.entries(OWN_WAYS)) {
    yield { name, bench: await quantisedCase(kernels(), problem, settings) };
  }
  if (!options.base) return;
  yield { name: 'other build', bench: await otherBuildCase(options.base, problem) };
}

for (const { case: name, contender, median, details } of results) {
  const { recall, buildSeconds, memoryBytes } = /** @type {Record<string, number>} */ (details);
  process.stdout.write(
    `${name.padEnd(58)}${contender.padEnd(40)}${(1000 / median).toPrecision(3).padStart(8)} ms  ` +
      `recall ${recall.toFixed(4)}  build ${buildSeconds.toFixed(1)} s  ` +
      `memory ${(memoryBytes / 1e6).toFixed(0)} MB\n`,
  );
}
if (!buildOnly) say(`wrote ${OUTPUT}`);

function write() {
  const where = {
    machine: machineName(),
    node: process.version,
    commit: commitName(),
    threads: 1,
    versions: versions(),
  };
  mkdirSync('build/bench', { recursive: true });
  writeFileSync(OUTPUT, `${JSON.stringify({ ...where, missing, results }, null, 2)}\n`);
}

function versions() {
  const own = graphs.libraries.map(({ name, version }) => [name, version]);
  return Object.fromEntries([...own, ...(python.faiss ? [['faiss', python.faiss.version]] : [])]);
}

function graphCase({ name, queries, truth }, peer, graph) {
  const { searches, ...built } = graph;
  const { at, queryOf } = searches();
  const lists = Array.from({ length: queries.rows }, (_, q) => queryOf(queries.row(q)));
  return {
    suite: 'search',
    name: `recall ${name} ${peer} k=${TOP}`,
    unit: 'queries/s',
    work: 1,
    contenders: EXPANSIONS.map((ef) => {
      const search = at(ef, TOP);
      const recall = () =>
        mean(lists.map((list, q) => shared(Array.from(search(list), Number), truth[q]))) / TOP;
      return {
        name: `${peer} ef=${ef}`,
        run: inTurns(lists, search),
        // Approximate: what it misses is its recall.
        verify: () => true,
        details: () => ({ recall: recall(), ef, ...built }),
      };
    }),
  };
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
