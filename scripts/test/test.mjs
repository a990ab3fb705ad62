// Every check there is: types, format and lint, tests. `npm test -- <args>` hands the arguments to
// vitest. Goes on after a failure, to show them all.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TSC = 'node_modules/typescript/bin/tsc';
/** @type {[title: string, args: string[]][]} */
const CHECKS = [
  ['types', [TSC, '-p', 'tsconfig.json']],
  ['types of what runs in browsers', [TSC, '-p', 'tsconfig.isomorphic.json']],
  ['types of scripts', [TSC, '-p', 'tsconfig.scripts.json']],
  [
    'format and lint',
    [
      'node_modules/@biomejs/biome/bin/biome',
      'ci',
      `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
      '.',
    ],
  ],
  ['format of the kernels', ['scripts/build/format-assembly.mjs']],
];

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const checks = await Promise.all(CHECKS.map(check));
const failedChecks = checks.filter((passed) => !passed).length;
const tests = runTests(process.argv.slice(2));
const failed = failedChecks + tests.failed;
const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : '';
console.log(`\n${tests.passed} passed, ${failed} failed${skipped}`);
process.exitCode = failed > 0 ? 1 : 0;

/** Runs one check beside the others, prints what it said when it has ended, and tells if it passed. */
function check([title, args]) {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.on('close', (status) => {
      console.log(`\n${output}== ${title}: ${outcome(status, start)}`);
      resolve(status === 0);
    });
  });
}

function outcome(status, start) {
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return `${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`;
}

function runTests(extra) {
  const directory = mkdtempSync(join(tmpdir(), 'hashplane-test-'));
  const report = join(directory, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    console.log('\n== tests');
    const start = performance.now();
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...extra];
    const { status } = spawnSync(process.execPath, vitest, {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    console.log(`== tests: ${outcome(status, start)}`);
    return count(report, status === 0);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function count(report, succeeded) {
  try {
    const outcome = JSON.parse(readFileSync(report, 'utf8'));
    // A file that fails before its first test is in no count of tests.
    const broken = outcome.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    );
    const failed = outcome.numFailedTests + broken.length;
    return {
      passed: outcome.numPassedTests,
      // Errors outside of any test fail the run alone.
      failed: failed === 0 && !succeeded ? 1 : failed,
      skipped: outcome.numPendingTests + outcome.numTodoTests,
    };
  } catch (error) {
    console.error(`no report of the tests: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
