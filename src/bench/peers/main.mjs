// The cases: hashplane's SIMD backend against every peer that can do the same task on one thread.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createKernelsSync } from '../../kernels/create.ts';
import { measureCase } from '../harness.ts';
import { commitName, machineName } from '../machine.ts';
import { exactCase, exactProblem } from '../suites/exact.ts';
import { exactBatchCase, exactBatchProblem } from '../suites/exact-batch.ts';
import { hammingCases, hammingProblem } from '../suites/hamming.ts';
import { probeCases, probeProblem } from '../suites/probe.ts';
import { projectionCases, projectionProblem } from '../suites/projection.ts';
import { rerankCases, rerankProblem } from '../suites/rerank.ts';
import { SVM_GAP, svmCases, svmProblem } from '../suites/svm.ts';
import { loadJavaScriptPeers } from './javascript.mjs';
import { startPython } from './python.mjs';

const seconds = Number(process.argv[2] ?? 1);
const only = process.argv[3];
const OUTPUT = 'build/bench/peers.json';

const kernels = () => createKernelsSync({ backend: 'wasm-simd' });
const TASKS = [
  ...[16, 32, 64, 128].map((bits, i) => task('projection', projectionCases[i], 1200, bits)),
  task('projection', projectionCases[4], 60000, 64),
  ...[16, 32, 64, 128, 256].flatMap((bits, i) =>
    [16, 1].map((batch, b) => task('hamming', hammingCases[2 * i + b], bits, batch)),
  ),
  task('probe', probeCases[0], 2),
  task('svm', svmCases[0]),
  task('rerank', rerankCases[0], false),
  task('rerank', rerankCases[1], true),
  task('exact', exactCase),
  task('exactBatch', exactBatchCase),
].filter(({ suite }) => !only || only.split(',').includes(suite));

const PROBLEMS = {
  projection: projectionProblem,
  hamming: hammingProblem,
  probe: probeProblem,
  svm: () => ({ ...svmProblem(kernels()), gap: SVM_GAP }),
  rerank: rerankProblem,
  exact: exactProblem,
  exactBatch: exactBatchProblem,
};

function task(suite, build, ...sizes) {
  return { suite, build, problem: () => PROBLEMS[suite](...sizes) };
}

const javascript = await loadJavaScriptPeers();
const python = await startPython();
const peers = [...javascript.peers, ...python.peers];
const missing = [...javascript.missing, ...python.missing];
for (const { peer, reason } of missing) say(`${peer} is left out: ${reason}`);

const results = [];
const started = performance.now();
for (const { suite, build, problem } of TASKS) {
  const bench = build([kernels()]);
  const data = problem();
  const ours = bench.contenders.find(({ name }) => name === 'wasm-simd');
  const theirs = [];
  for (const peer of peers) {
    const contender = await prepared(peer, suite, data);
    if (contender) theirs.push({ name: peer.name, work: bench.work, ...contender });
  }
  const contenders = [ours, ...theirs];
  say(`${suite} ${bench.name}: ${contenders.map(({ name }) => name).join(', ')}`);
  results.push(...(await measureCase({ ...bench, contenders }, seconds * contenders.length)));
  bench.dispose?.();
  for (const contender of theirs) await contender.dispose?.();
}
await python.stop();

const report = {
  machine: machineName(),
  node: process.version,
  commit: commitName(),
  threads: 1,
  versions: Object.fromEntries(peers.map(({ name, version }) => [name, version])),
  missing,
  results,
};
mkdirSync('build/bench', { recursive: true });
writeFileSync(OUTPUT, `${JSON.stringify(report, null, 2)}\n`);
printTable();
say(`${((performance.now() - started) / 1000).toFixed(0)} s in all; wrote ${OUTPUT}`);
const wrong = results.filter(({ verified }) => !verified);
for (const { suite, case: name, contender } of wrong) {
  say(`${suite} ${name}: the output of ${contender} differs from the oracle's`);
}
process.exitCode = wrong.length > 0 ? 1 : 0;

/** The peer's contender, or nothing: it can't do this, or fails at it, which is noted. */
async function prepared(peer, suite, data) {
  try {
    return await peer.tasks[suite]?.(data);
  } catch (error) {
    missing.push({ peer: `${peer.name}, ${suite} ${data.name}`, reason: firstLine(error) });
    say(`${peer.name} can't do ${suite} ${data.name}: ${firstLine(error)}`);
  }
}

function printTable() {
  for (const { suite, case: name, contender, median, unit } of results) {
    const ours = results.find(
      (r) => r.suite === suite && r.case === name && r.contender === 'wasm-simd',
    );
    const ratio = (ours.median / median).toPrecision(3);
    process.stdout.write(
      `${suite.padEnd(11)}${name.padEnd(38)}${contender.padEnd(14)}` +
        `${median.toPrecision(3).padStart(9)} ${unit.padEnd(15)} wasm-simd is ${ratio}x as fast\n`,
    );
  }
}

function firstLine(error) {
  return String(error?.message ?? error).split('\n', 1)[0];
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
