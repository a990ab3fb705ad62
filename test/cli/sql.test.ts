import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { loadHasher } from '../../src/models/fitted-hasher.ts';
import { RandomHyperplanes } from '../../src/models/random-hyperplanes.ts';
import { HammingSearch } from '../../src/search/hamming-search.ts';
import { npy } from '../support/make-files.ts';
import { ROOT } from '../support/markdown.ts';
import { gaussianClasses } from '../support/points.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
// The project whose packages the commands use.
symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');

const run = (line: string) => hashplane(line.split(' '), { cwd: folder });
const kernels = createKernelsSync({ backend: 'typescript' });
const ROWS = 25_000;
const BITS = 32;
const settings = { rows: ROWS, classes: 200, dimensions: 8, distance: 3, seed: 4 };
const { points } = gaussianClasses(settings);
const hasher = new RandomHyperplanes({ kernels, bits: BITS, seed: 1 }).fitSync(points);
const codes = hasher.encode(points);
const search = new HammingSearch(kernels, codes);
const QUERIES = 3;

interface Found {
  readonly results: readonly {
    readonly neighbours: { id: number; distance: number }[];
    readonly strategy: string;
  }[];
}

/** Neighbours of `HammingSearch`, as the command prints them. */
function expectedOf(found: readonly { rows: ArrayLike<number>; distances: ArrayLike<number> }[]) {
  return found.map(({ rows, distances }) =>
    Array.from(rows, (id, i) => ({ id, distance: distances[i] })),
  );
}

const neighboursOf = (outcome: Parameters<typeof jsonOf>[0]) =>
  (jsonOf(outcome) as Found).results.map(({ neighbours }) => neighbours);

beforeAll(async () => {
  writeFileSync(join(folder, 'x.npy'), npy([...points.data], [ROWS, 8]));
  writeFileSync(join(folder, 'q.npy'), npy([...points.slice(0, QUERIES).data], [QUERIES, 8]));
  writeFileSync(join(folder, 'm.safetensors'), hasher.save());
  await run('encode x.npy --model m.safetensors --out codes.npy');
  const rows = Array.from({ length: 40 }, (_, i) => ({
    name: `d${i}`,
    vector: [...points.row(i)],
    year: 2000 + i,
  }));
  writeFileSync(join(folder, 'd.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  const load = await run('sql load x.npy --hasher m.safetensors --pglite db --table photos --json');
  expect(jsonOf(load)).toMatchObject({ table: 'photos', bits: BITS, loaded: ROWS, rows: ROWS });
});

describe('hashplane sql', () => {
  test('search finds in a folder of PGlite what HammingSearch finds, by k and by radius', async () => {
    const store = '--pglite db --table photos --json';
    const nearest = await run(`sql search --queries q.npy --k 7 ${store}`);
    const queries = codes.select([0, 1, 2]);
    expect(neighboursOf(nearest)).toEqual(expectedOf(search.nearest(queries, 7)));
    const within = await run(`sql search --queries q.npy --radius 2 ${store}`);
    const expected = Array.from({ length: QUERIES }, (_, i) => search.within(codes.code(i), 2));
    expect(neighboursOf(within)).toEqual(expectedOf(expected));
  });

  test('stats tells of rows, bytes and the hasher, whose model makes the same codes', async () => {
    const outcome = await run('sql stats --pglite db --table photos --json');
    expect(jsonOf(outcome)).toMatchObject({ rows: ROWS, bits: BITS, hashers: [{ active: true }] });
    const text = (await run('sql stats --pglite db --table photos')).stdout;
    expect(text).toMatch(/^store +photos of db\ncodes +25,000 codes of 32 bits\n/);
    expect(loadHasher(kernels, hasher.save()).encode(points).words).toEqual(codes.words);
  });

  test('move copies a store with its hasher, and again without doubling a row', async () => {
    const move = 'sql move --pglite db --table photos --to-pglite db --to-table copies --json';
    expect(jsonOf(await run(move))).toMatchObject({ rows: ROWS, table: 'copies' });
    expect(jsonOf(await run(move))).toMatchObject({ rows: ROWS });
    const copy = await run('sql search --queries q.npy --k 4 --pglite db --table copies --json');
    expect(neighboursOf(copy)).toEqual(expectedOf(search.nearest(codes.select([0, 1, 2]), 4)));
  });

  test('load takes codes, text ids and columns, which filters ask for, and drop removes them', async () => {
    const place = '--pglite db --table docs';
    const load = `sql load d.jsonl --hasher m.safetensors --id-column name --columns year:int4 ${place}`;
    expect(await run(load)).toMatchObject({ code: 0, stderr: '' });
    const args = `sql search --queries q.npy --k 3 ${place} --json --parameters [2010]`.split(' ');
    const outcome = await hashplane([...args, '--filter', 'year >= $1'], { cwd: folder });
    const all = search.nearest(codes.select([0, 1, 2]), ROWS);
    const expected = expectedOf(all).map((list) =>
      list
        .filter(({ id }) => id < 40 && id >= 10)
        .map(({ id, distance }) => ({ id: `d${id}`, distance }))
        .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))
        .slice(0, 3),
    );
    expect(neighboursOf(outcome)).toEqual(expected);
    const fewer = [...args, '--filter', 'year between $1 and $2'];
    const asks = /--filter uses \$2: give 2 values by --parameters, not 1/;
    expectRefused(await hashplane(fewer, { cwd: folder }), 2, asks);
    expectRefused(await run(`sql drop ${place}`), 2, /docs has 40 codes: add --yes/);
    expect(await run(`sql drop ${place} --yes`)).toMatchObject({ code: 0 });
    expectRefused(await run(`sql stats ${place}`), 1, /there is no store "docs"/);
  });

  test('load that is stopped says how to go on, and the same rows are there afterwards', async () => {
    const line = 'sql load codes.npy --pglite db --table late';
    const stopped = await hashplane(line.split(' '), {
      cwd: folder,
      onStart: async (kill) => {
        while (!existsSync(join(folder, 'db.lock'))) {
          await new Promise((done) => setTimeout(done, 20));
        }
        kill('SIGTERM');
      },
    });
    expect(stopped).toMatchObject({ code: 143, stdout: '' });
    const [, told] = /--skip (\d+) goes on/.exec(stopped.stderr) ?? [];
    const skip = told === undefined ? '' : ` --skip ${told}`;
    expect(stopped.stderr).toMatch(/^hashplane: stopped by SIGTERM: [^\n]+\n$/);
    const outcome = jsonOf(await run(`${line}${skip} --json`));
    expect(outcome).toMatchObject({ loaded: ROWS - Number(told ?? 0), rows: ROWS });
  });
});

describe('hashplane sql refuses in one line', () => {
  test.each<[string, number, RegExp]>([
    ['load x.npy', 2, /give --url or --pglite, where the codes are/],
    ['stats --url postgres://a@b/c --pglite db', 2, /give --url or --pglite, not both/],
    ['stats --url mysql://me:secret@host/db', 2, /--url must be an address as postgres:/],
    ['stats --url postgres://me:secret@127.0.0.1:9/db', 1, /can't connect to 127\.0\.0\.1:9\/db: /],
    ['search --pglite db', 2, /--queries is missing/],
    ['search --queries q.npy --k 1 --radius 1 --pglite db', 2, /give --k or --radius, not both/],
    ['search --queries q.npy --pglite nowhere', 1, /can't open nowhere: no such folder/],
    ['load x.npy --pglite db --table raw', 1, /x\.npy has .* where codes have bytes: vectors need/],
    ['load x.npy --pglite db --columns year:int', 2, /--columns must be columns with types/],
    ['load x.npy --pglite db --missing drop-row', 2, /--missing drop-row is not for load/],
    ['move --pglite db --table photos', 2, /give --to-url or --to-pglite/],
    ['move --pglite db --table photos --to-pglite db', 2, /moved onto itself: give another/],
    ['load x.npy --bits 16 --pglite db --table photos', 2, /photos has codes of 32 bits, not 16/],
    ['cook', 2, /unknown command 'sql cook': see hashplane help sql/],
  ])('sql %s', async (line, code, message) => {
    const outcome = await run(`sql ${line}`);
    expectRefused(outcome, code, message);
    expect(outcome.stderr).not.toContain('secret');
  });

  test('a project without the driver, with the line that installs it', async () => {
    const { HOME } = process.env;
    const outcome = await hashplane(['sql', 'stats', '--url', 'postgres://a@b/c'], {
      cwd: '/',
      env: { HOME: HOME ?? '/' },
    });
    // Beside hashplane itself there is one in a checkout: then the server is what is missing.
    expectRefused(outcome, 1, /npm install pg|can't connect to b\/c/);
  });
});
