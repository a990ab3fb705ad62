// Times indexing a folder of small JPEGs, which it makes, and adding new ones:
// node scripts/performance/pictures.mjs [count] [folder]
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writePictures } from '../shared/sample-pictures.mjs';

const CLI = fileURLToPath(new URL('../../build/cli.js', import.meta.url));
const SIZE = { width: 256, height: 192 };
const NEW = 100;

const count = Number(process.argv[2] ?? 5000);
const kept = process.argv[3];
const folder = resolve(kept ?? mkdtempSync(join(tmpdir(), 'hashplane-pictures-')));
const photos = join(folder, 'photos');
const index = join(folder, 'photos.index');

const each = Math.ceil(count / 3);
if (!existsSync(photos)) {
  process.stderr.write(`making ${3 * each} pictures of ${SIZE.width} x ${SIZE.height} ...\n`);
  await writePictures(photos, { ...SIZE, count: each });
}
rmSync(index, { force: true });
rmSync(`${index}.journal`, { force: true });

const vectors = ['--out', join(folder, 'photos.npy')];
const few = await run(['describe', join(photos, 'cities'), ...vectors]);
const described = await run(['describe', photos, ...vectors]);
const all = await run(['index', photos, '--out', index]);
const alone = await run(['index', photos, '--threads', '1', '--out', index]);
const eachNew = Math.ceil(NEW / 3);
await writePictures(photos, { ...SIZE, first: each, count: eachNew });
const added = await run(['add', index, photos]);
const again = await run(['add', index, photos]);

const rows = [
  ['describe a third of the folder', few.made.rows, few],
  ['describe the folder', described.made.rows, described],
  ['index the folder', all.made.size, all],
  ['the same with --threads 1', alone.made.size, alone],
  ['add the new ones of the folder', added.made.added, added],
  ['add once more, with none new', again.made.added, again],
];
console.log('| command | pictures | s | pictures/s | most memory |\n|--|--|--|--|--|');
for (const [what, number, { seconds, megabytes }] of rows) {
  const rate = (Number(number) / seconds).toFixed(0);
  console.log(`| ${what} | ${number} | ${seconds.toFixed(1)} | ${rate} | ${megabytes} MB |`);
}
console.log(`index of ${(statSync(index).size / 1e6).toFixed(1)} MB`);
if (!kept) rmSync(folder, { recursive: true });

/**
 * Runs a command to its end: what it printed, how long it took and the most memory that it had, which Linux
 * alone tells.
 *
 * @param {string[]} args
 */
function run(args) {
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  let peak = 0;
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const timer = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, 50);
  return new Promise((done, fail) => {
    child.on('close', (code) => {
      clearInterval(timer);
      if (code !== 0) return fail(new Error(`hashplane ${args[0]} ended with ${code}`));
      const seconds = (performance.now() - started) / 1000;
      done({ made: JSON.parse(text), seconds, megabytes: Math.round(peak / 1024) });
    });
  });
}

/** In KiB; 0 where it is not told. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
