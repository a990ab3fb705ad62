// Recall against time of graph indexes, on the data and queries of `hashplane bench --suite search`.
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
import { mean, shared } from '../suites/search/shared.ts';
import { inTurns } from '../turns.ts';
import { graphLibraries } from './graphs.mjs';
import { graphOf } from './kept-graphs.mjs';

const OUTPUT = 'build/bench/search-peers.json';
const EXPANSIONS = [10, 20, 40, 80, 160, 320, 640];

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
    // Makes graphs anew that are kept; only builds; only measures what is kept.
    rebuild: { type: 'boolean', default: false },
    'build-only': { type: 'boolean', default: false },
    'kept-only': { type: 'boolean', default: false },
  },
});
const { libraries, missing } = graphLibraries();
for (const { peer, reason } of missing) say(`${peer} is left out: ${reason}`);
const context = {
  dataset: () =>
    options.data ? readDatasetFile(options.data, { labels: options.labels }) : readBundledDataset(),
  rows: Number(options.rows),
  shared: new Map(),
};

const results = [];
for (const kind of options.problems.split(',')) {
  if (!PROBLEMS[kind]) throw new Error(`no problem is named ${kind}: ${Object.keys(PROBLEMS)}`);
  const problem = await PROBLEMS[kind](context, createKernelsSync({ backend: 'wasm-simd' }));
  context.shared.clear();
  for (const library of libraries) {
    const graph = graphOf(problem, library, {
      rebuild: options.rebuild,
      keptOnly: options['kept-only'],
      say,
    });
    if (!graph) {
      missing.push({ peer: `${library.name} on ${problem.name}`, reason: 'no graph is kept' });
      continue;
    }
    if (options['build-only']) continue;
    const bench = graphCase(problem, library.name, graph);
    results.push(...(await measureCase(bench, Number(options.seconds) * EXPANSIONS.length)));
    // After each graph: what is measured is kept, whatever becomes of the next.
    write();
  }
}
for (const { case: name, contender, median, details } of results) {
  const { recall, buildSeconds, memoryBytes } = /** @type {Record<string, number>} */ (details);
  process.stdout.write(
    `${name.padEnd(48)}${contender.padEnd(22)}${median.toFixed(0).padStart(8)} queries/s  ` +
      `recall ${recall.toFixed(3)}  build ${buildSeconds.toFixed(1)} s  ` +
      `memory ${(memoryBytes / 1e6).toFixed(0)} MB\n`,
  );
}
if (!options['build-only']) say(`wrote ${OUTPUT}`);

function write() {
  const where = { machine: machineName(), node: process.version, commit: commitName(), threads: 1 };
  mkdirSync('build/bench', { recursive: true });
  writeFileSync(OUTPUT, `${JSON.stringify({ ...where, missing, results }, null, 2)}\n`);
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
