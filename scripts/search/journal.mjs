// What one change of an index file takes, beside writing the whole file anew:
//   node scripts/search/journal.mjs [vectors] [dimensions]
// Default: 50,000 vectors of 384 values with a document each, a file of 80 MB. Times are medians, and the least.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKernels, HashIndex, Matrix } from 'hashplane';
import {
  addToIndexFile,
  loadIndexFile,
  openIndexFile,
  removeFromIndexFile,
  saveIndexFile,
  upsertInIndexFile,
} from 'hashplane/node';

const [rows = 50_000, dimensions = 384] = process.argv.slice(2).map(Number);
const ROUNDS = 15;

let state = 1;
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 31 - 1;
}
/** @param {number} count */
function vectors(count) {
  return new Matrix(Float32Array.from({ length: count * dimensions }, random), count, dimensions);
}
/** @param {number} i */
const documentOf = (i) => ({ title: `The document of number ${i}`, year: 1990 + (i % 35) });

/** @param {number[]} times */
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

/**
 * @param {string} name
 * @param {(round: number) => unknown} run
 */
async function time(name, run, rounds = ROUNDS) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run(round);
    times.push(performance.now() - start);
  }
  const shown = [median(times), Math.min(...times)].map((each) => each.toFixed(1).padStart(8));
  console.log(`${name.padEnd(66)} ${shown.join(' ')} ms`);
}

const folder = mkdtempSync(join(tmpdir(), 'hashplane-journal-'));
try {
  const path = join(folder, 'docs.index');
  const kernels = await createKernels();
  const index = HashIndex.create({ kernels });
  const documents = Array.from({ length: rows }, (_, i) => documentOf(i));
  index.add(vectors(rows), undefined, documents);
  await saveIndexFile(path, index);
  const mega = (/** @type {string} */ file) => (statSync(file).size / 1e6).toFixed(1);
  console.log(`${rows} vectors of ${dimensions} values: a file of ${mega(path)} MB\n`);

  await time('the whole file written anew (saveIndexFile)', () => saveIndexFile(path, index), 5);
  await time(
    'load, add one, save',
    async () => {
      const own = await loadIndexFile(path, { kernels });
      own.add(vectors(1), undefined, [documentOf(0)]);
      await saveIndexFile(path, own);
    },
    3,
  );
  const start = rows + 10;
  await time('one document added, the index not loaded (addToIndexFile)', (round) =>
    addToIndexFile(path, vectors(1), [start + round], [documentOf(round)]),
  );
  await time('one replaced (upsertInIndexFile)', (round) =>
    upsertInIndexFile(path, vectors(1), [round], [documentOf(round)]),
  );
  await time('one removed (removeFromIndexFile)', (round) => removeFromIndexFile(path, [round]));

  const line = join(folder, 'one.jsonl');
  const cli = join(import.meta.dirname, '../../build/cli.js');
  await time('hashplane upsert of one document: the whole call', (round) => {
    const embedding = [...vectors(1).data];
    writeFileSync(line, JSON.stringify({ id: 2 * rows + round, ...documentOf(round), embedding }));
    execFileSync(process.execPath, [cli, 'upsert', path, line, '--id-column', 'id']);
  });
  await time('of which node itself', () => execFileSync(process.execPath, ['-e', '0']));

  const file = await openIndexFile(path, { kernels });
  await time('one document added to an index that is open (IndexFile.add)', (round) =>
    file.add(vectors(1), [4 * rows + round], [documentOf(round)]),
  );
  await file.close();

  const many = 1000;
  for (let i = 0; i < many; i++) {
    await upsertInIndexFile(path, vectors(1), [6 * rows + i], [documentOf(i)]);
  }
  const journal = `a journal of ${mega(`${path}.journal`)} MB`;
  await time(`one document added beside ${journal}`, (round) =>
    addToIndexFile(path, vectors(1), [8 * rows + round], [documentOf(round)]),
  );
  await time(`load with ${journal}`, () => loadIndexFile(path, { kernels }), 3);
  await saveIndexFile(path, index);
  await time('load without', () => loadIndexFile(path, { kernels }), 3);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
