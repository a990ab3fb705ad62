// Installs and builds what is missing or out of date: what `npm start` and `npm test` run first.
// With `--build` it builds in any case. Uses node:* alone, since it runs before `npm ci`.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Written last by a build, dated at its start; lists the outputs, a line each. */
export const STAMP = 'build/.stamp';
const LOCK = 'build/.lock';
// Longer than the slowest install: an older lock belongs to a machine or a process that is gone.
const LOCK_EXPIRES = 15 * 60_000;

// Everything that the build's outputs depend on. The installed lock file stands for the tools.
const SOURCES = [
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'asconfig.json',
  'assembly',
  'src',
  'scripts/build',
  'node_modules/.package-lock.json',
];

/**
 * When the newest of the files was changed, in ms; 0 if there is none. Directories count with all
 * they hold and by themselves, since deleting a file shows only there.
 * @param {readonly string[]} paths
 * @returns {number}
 */
export function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) continue;
    const inside = stats.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
    latest = Math.max(latest, stats.mtimeMs, newest(inside));
  }
  return latest;
}

function mustInstall() {
  const installed = newest(['node_modules/.package-lock.json']);
  return installed === 0 || installed < newest(['package-lock.json']);
}

function mustBuild() {
  if (newest([STAMP]) < newest(SOURCES)) return true;
  return !readFileSync(STAMP, 'utf8').trim().split('\n').every(existsSync);
}

function install() {
  say('installing the development tools (npm ci)');
  const npm = process.env.npm_execpath ?? '';
  const args = ['ci', '--include=dev'];
  /** @type {import('node:child_process').SpawnSyncOptionsWithStringEncoding} */
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 };
  // Other package managers set npm_execpath too, but know nothing of `ci` or of our lock file.
  const result = /^npm(-cli)?\.[cm]?js$/.test(basename(npm))
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  fail(`npm ci failed: ${outcome(result)}`);
}

function build() {
  say('building');
  // What the build prints is progress: it goes to stderr, so that stdout is the command's alone.
  const result = spawnSync(process.execPath, ['scripts/build/build.mjs'], {
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) fail(`the build failed: ${outcome(result)}`);
}

/** @param {import('node:child_process').SpawnSyncReturns<unknown>} result */
function outcome({ error, signal, status }) {
  return error?.message ?? (signal ? `ended by ${signal}` : `exit code ${status}`);
}

/** Runs `action` while no other process does: two at once would delete each other's files. */
function withLock(action) {
  mkdirSync('build', { recursive: true });
  for (let waiting = false; !takeLock(); waiting = true) {
    if (!waiting) say('waiting for another install or build to end');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  // Also runs at process.exit; a killed process leaves a lock that the next one finds stale.
  process.once('exit', () => rmSync(LOCK, { force: true }));
  action();
}

function takeLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isStale()) rmSync(LOCK, { force: true });
  return false;
}

function isStale() {
  const stats = statSync(LOCK, { throwIfNoEntry: false });
  if (!stats) return false;
  const age = Date.now() - stats.mtimeMs;
  if (age > LOCK_EXPIRES) return true;
  try {
    const owner = Number(readFileSync(LOCK, 'utf8'));
    // Created but not written yet, unless its writer died in between.
    if (!(owner > 0)) return age > 2000;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function say(message) {
  process.stderr.write(`hashplane: ${message}\n`);
}

function fail(message) {
  say(message);
  process.exit(1);
}

function main() {
  process.chdir(ROOT);
  const forced = process.argv.includes('--build');
  if (!forced && !mustInstall() && !mustBuild()) return;
  withLock(() => {
    // Asked again, since the process that had the lock may have done it all.
    if (mustInstall()) install();
    if (forced || mustBuild()) build();
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main();
