// Recall against time of graphs and of faiss's indexes, on the data and queries of `hashplane bench --suite search`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { quantisedSettings } from '../suites/search/quantised.ts';
import { mean, shared } from '../suites/search/shared.ts';
import { inTurns } from '../turns.ts';
import { endToEndCases } from './end-to-end.mjs';
import { exactSearchCases } from './exact-search.mjs';
import { startFaiss } from './faiss-search.mjs';
import { graphLibraries } from './graphs.mjs';
import { graphOf } from './kept-graphs.mjs';
import { ownExact, ownWays } from './own-ways.mjs';
import { byProcessor } from './processor-time.mjs';

const FOLDER = 'build/bench';
/** A setting is timed for so small a part of the seconds; those that are compared in the end for all. */
const SETTINGS_A_SHARE = 8;
const NOT_KEPT = 'no graph was finished';
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
const absent = [...graphs.missing, ...python.missing];
for (const { peer, reason } of absent) say(`${peer} is left out: ${reason}`);
const context = {
  dataset: () =>
    options.data ? readDatasetFile(options.data, { labels: options.labels }) : readBundledDataset(),
  rows: Number(options.rows),
  tableRows: 0,
  shared: new Map(),
};
/** Of what runs: the checkout may be another by the end. */
const commit = commitName();
const seconds = Number(options.seconds);
const buildOnly = options['build-only'];
const keep = { rebuild: options.rebuild, keptOnly: options['kept-only'], say };

for (const kind of options.problems.split(',')) {
  if (!PROBLEMS[kind]) throw new Error(`no problem is named ${kind}: ${Object.keys(PROBLEMS)}`);
  const problem = await PROBLEMS[kind](context, createKernelsSync({ backend: 'wasm-simd' }));
  context.shared.clear();
  if (buildOnly) await buildAll(problem, kind);
  else await measureAll(problem, kind);
}
await python.faiss?.stop();

async function buildAll(problem, kind) {
  for await (const { name } of peersOf(problem, kind)) say(`${name} on ${problem.name} is there`);
}

/** Measures all ways to search a set, and those of the labelled one side by side. */
async function measureAll(problem, kind) {
  const results = [];
  const missing = [];
  const write = () => writeReport(kind, { missing, results });
  // Of the sets of a million rows not all ways could be held at once.
  const isHeld = kind === 'labelled';
  /** @type {import('./end-to-end.mjs').Way[]} */
  const ways = [];
  /** @type {import('./exact-search.mjs').Exact[]} */
  const exacts = [];
  for (const make of ownWays(problem, kind, options.base)) {
    const { name, bench, exact } = await make();
    if (!bench) continue;
    await measured(name, bench);
    if (exact) exacts.push(exact);
    if (!isHeld) await bench.dispose?.();
  }
  for await (const { name, bench } of peersOf(problem, kind)) {
    if (bench) await measured(name, bench);
    else missing.push({ peer: `${name} on ${problem.name}`, reason: NOT_KEPT });
  }
  for (const bench of isHeld ? await sideBySide(problem, ways, exacts) : []) {
    say(`${bench.name}: ${bench.contenders.map(({ name }) => name).join(', ')}`);
    results.push(...(await timed(bench, seconds * bench.contenders.length)));
    write();
  }
  print(results);
  say(`wrote ${write()}`);

  async function measured(name, bench) {
    say(`${name} on ${problem.name}`);
    const found = await timed(bench, (seconds / SETTINGS_A_SHARE) * bench.contenders.length);
    results.push(...found);
    // What holds a case holds its memory.
    if (isHeld) ways.push({ name, bench, results: found });
    // After each: what is measured is kept, whatever becomes of the next.
    write();
  }
}

async function sideBySide(problem, ways, exacts) {
  const exact = { own: [ownExact(problem), ...exacts], libraries: graphs.libraries };
  return [
    ...endToEndCases(problem.name, ways),
    ...(await exactSearchCases(problem, exact, python.faiss)),
  ];
}

/** Measures a case by processor time. */
function timed(bench, share) {
  return measureCase({ ...bench, contenders: bench.contenders.map(byProcessor) }, share);
}

/** The peers' ways to search, each built when it is its turn; without a case if it is not kept. */
async function* peersOf(problem, kind) {
  const hasClusters = quantisedSettings(kind).some((settings) => settings.hasClusters);
  const how = { ...keep, expansions: EXPANSIONS, hasClusters, buildOnly };
  if (python.faiss) yield* python.faiss.cases(problem, how);
  for (const library of graphs.libraries) {
    const graph = graphOf(problem, library, keep);
    yield { name: library.name, bench: graph && graphCase(problem, library.name, graph) };
  }
}

/** A file for each problem, so that one can be measured again alone. */
function writeReport(kind, { missing, results }) {
  const where = { machine: machineName(), node: process.version, commit, threads: 1 };
  const report = { ...where, versions: versions(), missing: [...absent, ...missing], results };
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `search-peers-${kind}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

function print(results) {
  for (const { case: name, contender, median, details } of results) {
    const { recall = 1, buildSeconds = 0, memoryBytes = 0 } = details;
    process.stdout.write(
      `${name.padEnd(58)}${contender.padEnd(40)}${(1000 / median).toPrecision(3).padStart(8)} ms  ` +
        `recall ${recall.toFixed(4)}  build ${buildSeconds.toFixed(1)} s  ` +
        `memory ${(memoryBytes / 1e6).toFixed(0)} MB\n`,
    );
  }
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
