// Recall against time of graph indexes, on the data and queries of `hashplane bench --suite search`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createKernelsSync } from '../../kernels/create.ts';
import { readBundledDataset } from '../../node/bundled-dataset.ts';
import { readDatasetFile } from '../../node/read-file.ts';
import { measureCase } from '../harness.ts';
import { commitName, machineName } from '../machine.ts';
import { clusteredProblem, labelledProblem, TOP } from '../suites/search/problems.ts';
import { mean, shared } from '../suites/search/shared.ts';
import { inTurns } from '../turns.ts';
import { graphBuilders } from './graphs.mjs';

const OUTPUT = 'build/bench/search-peers.json';
const EXPANSIONS = [10, 20, 40, 80, 160, 320, 640];

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    labels: { type: 'string' },
    rows: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '2' },
  },
});
const { builders, missing } = graphBuilders();
for (const { peer, reason } of missing) say(`${peer} is left out: ${reason}`);
const context = {
  dataset: () =>
    options.data ? readDatasetFile(options.data, { labels: options.labels }) : readBundledDataset(),
  rows: Number(options.rows),
  shared: new Map(),
};

const results = [];
for (const problemOf of [labelledProblem, clusteredProblem]) {
  const problem = await problemOf(context, createKernelsSync({ backend: 'wasm-simd' }));
  for (const { name, build } of builders) {
    const bench = graphCase(problem, name, build);
    results.push(...(await measureCase(bench, Number(options.seconds) * EXPANSIONS.length)));
    bench.dispose();
    // After each graph, since a million rows take a quarter of an hour: what is there is kept.
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
say(`wrote ${OUTPUT}`);

function write() {
  const where = { machine: machineName(), node: process.version, commit: commitName(), threads: 1 };
  mkdirSync('build/bench', { recursive: true });
  writeFileSync(OUTPUT, `${JSON.stringify({ ...where, missing, results }, null, 2)}\n`);
}

function graphCase({ name, points, queries, truth }, peer, build) {
  // What the process grew by: the graphs do not tell what they take. Their copy of the vectors is in it.
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const graph = build(points, (rows) => say(`${peer} on ${name}: ${rows} rows`));
  const buildSeconds = (performance.now() - start) / 1000;
  const memoryBytes = Math.max(0, process.memoryUsage.rss() - before);
  const queryOf = graph.queryOf ?? ((row) => row.slice());
  const lists = Array.from({ length: queries.rows }, (_, q) => queryOf(queries.row(q)));
  return {
    suite: 'search',
    name: `recall ${name} ${peer} k=${TOP}`,
    unit: 'queries/s',
    work: 1,
    contenders: EXPANSIONS.map((ef) => {
      const search = graph.at(ef, TOP);
      const recall = () =>
        mean(lists.map((list, q) => shared(Array.from(search(list), Number), truth[q]))) / TOP;
      return {
        name: `${peer} ef=${ef}`,
        run: inTurns(lists, search),
        // Approximate: what it misses is its recall.
        verify: () => true,
        details: () => ({ recall: recall(), ef, buildSeconds, memoryBytes }),
      };
    }),
    dispose: () => graph.dispose(),
  };
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
