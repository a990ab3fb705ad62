import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { loadIndexFile, saveIndexFile } from '../../src/node/index-file.ts';
import { HashIndex } from '../../src/search/hash-index/hash-index.ts';
import { gaussianPoints } from '../support/points.ts';
import { canMount, inMounts } from './mounts.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
const kernels = createKernelsSync({ backend: 'wasm-simd' });
const door = (name: string) =>
  JSON.stringify(pathToFileURL(resolve(import.meta.dirname, '../../build', name)).href);

/** An index file of so many vectors of 8 values. */
async function indexFile(name: string, rows: number): Promise<string> {
  const index = HashIndex.create({ kernels });
  index.add(gaussianPoints(rows, 8, 1));
  const path = join(folder, name);
  await saveIndexFile(path, index);
  return path;
}

/**
 * A program that changes an index file without end, each change of vectors that tell of it, and says
 * on stdout what is done when it is. Its index is folded every now and then.
 */
const WRITER = `
import { createKernels } from ${door('index.js')};
import { openIndexFile } from ${door('node.js')};
import { writeSync } from 'node:fs';
const [path, seed] = process.argv.slice(2);
const file = await openIndexFile(path, { kernels: await createKernels(), onWarning() {} });
let state = Number(seed);
const random = (n) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % n;
writeSync(1, 'open\\n');
for (let step = 0; ; step++) {
  const kind = random(10);
  if (kind === 0) await file.fold();
  else if (kind < 4) {
    const id = 't' + random(40);
    await file.remove(id);
    writeSync(1, JSON.stringify({ id, value: null }) + '\\n');
  } else {
    const [id, value] = ['t' + random(40), step % 1000];
    // Many, so that a record takes a while to be written.
    const filler = Array.from({ length: 99 }, (_, i) => 'filler' + i);
    const vectors = [id, ...filler].map(() => new Float32Array(8).fill(value + 1));
    await file.upsert(vectors, [id, ...filler], [{ value }, ...filler.map(() => null)]);
    writeSync(1, JSON.stringify({ id, value }) + '\\n');
  }
}
`;

/** Runs the writer until a moment after it said so many lines, kills it, and gives what it said. */
function killed(path: string, seed: number, lines: number, delay: number): Promise<string[]> {
  const script = join(folder, 'writer.mjs');
  writeFileSync(script, WRITER);
  const child = spawn(process.execPath, [script, path, String(seed)]);
  return new Promise((done, fail) => {
    let text = '';
    let errors = '';
    let isEnding = false;
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk;
    });
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (isEnding || text.split('\n').length <= lines) return;
      isEnding = true;
      setTimeout(() => child.kill('SIGKILL'), delay);
    });
    child.on('close', () => {
      if (errors === '') done(text.split('\n').slice(1, -1));
      else fail(new Error(errors));
    });
  });
}

describe('a writer that is killed', () => {
  test('loses nothing that it acknowledged, makes nothing twice, and the next goes on', async () => {
    const path = await indexFile('killed.index', 2000);
    const state = new Map<string, number | null>();
    for (let round = 0; round < 8; round++) {
      const said = await killed(path, 7 + round, 3 + round * 4, (round * 7) % 11);
      expect(said.length).toBeGreaterThan(0);
      for (const line of said) {
        const { id, value } = JSON.parse(line);
        state.set(id, value);
      }
      const index = await loadIndexFile<{ value: number }>(path, { kernels, onWarning: () => {} });
      expect(index.ids().filter((id) => typeof id === 'number').length).toBe(2000);
      const found = new Map([...state].map(([id]) => [id, index.get(id)?.value ?? null]));
      // One change may be there that nobody was told of.
      const differing = [...state].filter(([id, value]) => found.get(id) !== value);
      const own = index.ids().filter((id) => typeof id === 'string' && id.startsWith('t'));
      const unknown = own.filter((id) => !state.has(id as string));
      expect(differing.length + unknown.length).toBeLessThanOrEqual(1);
      expect(new Set(index.ids()).size).toBe(index.size);
      for (const id of [...unknown, ...differing.map(([each]) => each)] as string[]) {
        state.set(id, index.get(id)?.value ?? null);
      }
    }
    // Its lock is that of a process that is no more.
    const { code } = await hashplane(['remove', path, '0']);
    expect(code).toBe(0);
    const left = readdirSync(folder).filter((name) => name.startsWith('killed.index.'));
    expect(left).toEqual(['killed.index.journal']);
  });
});

describe('two writers at once', () => {
  test('wait for each other, and nothing is lost', async () => {
    const path = await indexFile('shared.index', 50);
    const vector = JSON.stringify([[1, 2, 3, 4, 5, 6, 7, 8]]);
    writeFileSync(join(folder, 'one.json'), vector);
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => hashplane(['add', path, 'one.json'], { cwd: folder })),
    );
    const done = outcomes.filter(({ code }) => code === 0).length;
    // Who waited for long may have found nobody at its last look: it had just been left, or taken.
    const refusal =
      /is (open for writing in process \d+: close it there|written by another process: try again)/;
    for (const { code, stderr } of outcomes) if (code !== 0) expect(stderr).toMatch(refusal);
    expect(done).toBeGreaterThan(0);
    expect((await loadIndexFile(path, { kernels })).size).toBe(50 + done);
  });

  test('of which one is open for long: the other is told which, and a reader is not held up', async () => {
    const path = await indexFile('held.index', 50);
    let outcome: Awaited<ReturnType<typeof hashplane>> | undefined;
    const script = join(folder, 'holder.mjs');
    writeFileSync(
      script,
      WRITER.replace(
        'for (let step',
        'await new Promise(() => setInterval(() => {}, 1e6));\nfor (let step',
      ),
    );
    const child = spawn(process.execPath, [script, path, '1']);
    try {
      await new Promise((done) => child.stdout.once('data', done));
      outcome = await hashplane(['remove', path, '1']);
      expectRefused(outcome, 1, new RegExp(`open for writing in process ${child.pid}: close it`));
      writeFileSync(join(folder, 'one.json'), '[[1, 2, 3, 4, 5, 6, 7, 8]]');
      const args = ['search', path, '--queries', join(folder, 'one.json'), '--json'];
      jsonOf(await hashplane(args));
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe.skipIf(!canMount('a full disk under a journal'))('a full disk', () => {
  test('is said; what was there stays, and loads', async () => {
    await indexFile('full.index', 1000);
    const row = (i: number) => Array.from({ length: 8 }, (_, k) => Math.sin(i * 8 + k));
    writeFileSync(
      join(folder, 'rows.json'),
      JSON.stringify(Array.from({ length: 4000 }, (_, i) => row(i))),
    );
    writeFileSync(join(folder, 'one.json'), JSON.stringify([row(1)]));
    const { stdout, stderr } = inMounts(
      [
        'cp full.index small/x.index',
        '$HASHPLANE add small/x.index one.json > out.txt || echo failed',
        'before=$(cksum < small/x.index.journal)',
        // All but some tens of KB.
        'head -c 360000 /dev/zero > small/filler',
        '$HASHPLANE add small/x.index rows.json',
        'echo "code $?"',
        'test "$before" = "$(cksum < small/x.index.journal)" && echo same',
        'ls -A small',
        'rm small/filler',
        '$HASHPLANE add small/x.index rows.json > out.txt',
        'echo "code $?"',
        '$HASHPLANE info small/x.index | grep since',
      ],
      folder,
    );
    expect(stderr).toMatch(
      /^hashplane: can't write small\/x\.index: no space left on the device\n$/,
    );
    expect(stdout).toMatch(
      /^code 1\nsame\nfiller\nx\.index\nx\.index\.journal\ncode 0\njournal +vectors since: 4,001 added/,
    );
    expect(readFileSync(join(folder, 'full.index')).length).toBeGreaterThan(0);
  });
});
