import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Matrix } from '../../src/core/matrix.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { loadHasher } from '../../src/models/fitted-hasher.ts';
import { npy } from '../support/make-files.ts';
import { DIMENSIONS, labels, points, ROWS, writeDatasets } from './datasets.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
writeDatasets(folder);
const run = (...args: string[]) => hashplane(args, { cwd: folder });
const write = (name: string, content: string | Uint8Array) =>
  writeFileSync(join(folder, name), content);

write('queries.npy', npy(points.slice(0, 3 * DIMENSIONS), [3, DIMENSIONS]));

interface Search {
  readonly metric: string;
  readonly results: {
    readonly query: number;
    readonly neighbours: { readonly id: number | string; readonly distance: number }[];
    readonly candidates: number;
    readonly probes: number;
  }[];
}

describe('hashplane index and search', () => {
  test('hash by a model that was trained, and refuse what it does not fit', async () => {
    const train = [
      'train',
      'points.npy',
      '--labels',
      'labels.npy',
      '--method',
      'grh',
      '--bits',
      '16',
    ];
    await run(...train, '--out', 'model.safetensors');
    const index = ['index', 'points.npy', '--model', 'model.safetensors', '--out', 'm.index'];
    expect(jsonOf(await run(...index, '--json'))).toMatchObject({
      ...{ method: 'grh', codes: 'hamming', bits: 16, size: ROWS },
    });
    const model = loadHasher(createKernelsSync(), readFileSync(join(folder, 'model.safetensors')));
    const codes = model.encode(new Matrix(Float32Array.from(points), ROWS, DIMENSIONS));
    const buckets = Array.from({ length: ROWS }, (_, row) => codes.bucketIndex(row));
    const search = ['search', 'm.index', '--queries', 'queries.npy', '--radius', '0', '--json'];
    const { results } = jsonOf(await run(...search)) as Search;
    expect(results.map(({ candidates }) => candidates)).toEqual(
      [0, 1, 2].map((row) => buckets.filter((bucket) => bucket === buckets[row]).length),
    );
    expectRefused(await run(...index, '--bits', '8'), 2, /--model.*--bits/);
    expectRefused(await run(...index, '--codes', 'estimated'), 2, /--model makes hamming codes/);
    write('narrow.npy', npy(points.slice(0, 30), [10, 3]));
    expectRefused(
      await run('index', 'narrow.npy', '--model', 'model.safetensors', '--out', 'n.index'),
      1,
      new RegExp(`hashes vectors of ${DIMENSIONS} values, not of 3`),
    );
    expectRefused(
      await run('index', 'points.npy', '--model', 'points.npy', '--out', 'n.index'),
      1,
      /points.npy: /,
    );
  });

  test('find every row first when it is asked for, by any rule', async () => {
    const made = jsonOf(
      await run('index', 'points.npy', '--bits', '24', '--out', 'a.index', '--json'),
    );
    expect(made).toMatchObject({
      out: 'a.index',
      method: 'rotation',
      codes: 'hamming',
      metric: 'cosine',
      size: ROWS,
      dimensions: DIMENSIONS,
      bits: 24,
      tables: 1,
      keep: 'float32',
      seconds: expect.any(Number),
      bytes: readFileSync(join(folder, 'a.index')).length,
    });
    for (const rule of [
      [],
      ['--candidates', '9'],
      ['--candidates', 'all'],
      ['--radius', '2'],
      ['--probes', '3'],
    ]) {
      const args = ['a.index', '--queries', 'queries.npy', '--k', '2', '--json'];
      const { metric, results } = jsonOf(await run('search', ...args, ...rule)) as Search;
      expect(metric).toBe('cosine');
      expect(results.map(({ query }) => query)).toEqual([0, 1, 2]);
      expect(results.map(({ neighbours }) => neighbours[0]!.id)).toEqual([0, 1, 2]);
      for (const { neighbours, candidates, probes } of results) {
        expect(neighbours[0]!.distance).toBeCloseTo(0, 5);
        expect(candidates).toBeGreaterThan(0);
        expect(probes).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('by all candidates find what a plain loop finds, by each metric', async () => {
    const row = (i: number) => points.slice(i * DIMENSIONS, (i + 1) * DIMENSIONS);
    for (const metric of ['dot', 'euclidean']) {
      jsonOf(await run('index', 'points.npy', '--metric', metric, '--out', 'b.index', '--json'));
      const args = ['--queries', 'queries.npy', '--candidates', 'all', '--k', '5', '--json'];
      const { results } = jsonOf(await run('search', 'b.index', ...args)) as Search;
      for (const { query, neighbours } of results) {
        const distances = labels.map((_, i) => {
          const sum = row(i).reduce((total, value, k) => {
            const other = row(query)[k]!;
            return total + (metric === 'dot' ? -value * other : (value - other) ** 2);
          }, 0);
          return { id: i, distance: sum };
        });
        distances.sort((a, b) => a.distance - b.distance || a.id - b.id);
        const found = neighbours.map(({ id, distance }) => ({ id, distance }));
        expect(found).toEqual(distances.slice(0, 5));
      }
    }
  });

  test('take ids from lines of text or from an array, and print them', async () => {
    write('ids.txt', `${labels.map((_, i) => `row-${i}`).join('\n')}\n`);
    write(
      'ids.npy',
      npy(
        labels.map((_, i) => 1000 + i),
        [ROWS],
        { type: 'i8' },
      ),
    );
    for (const [file, first] of [
      ['ids.txt', 'row-0'],
      ['ids.npy', 1000],
    ] as const) {
      jsonOf(
        await run(
          'index',
          'points.npy',
          '--ids',
          file,
          '--keep',
          'int8',
          '--out',
          'c.index',
          '--json',
        ),
      );
      const found = await run(
        'search',
        'c.index',
        '--queries',
        'queries.npy',
        '--k',
        '1',
        '--json',
      );
      expect((jsonOf(found) as Search).results[0]!.neighbours[0]!.id).toBe(first);
    }
    const { stdout } = await run('search', 'c.index', '--queries', 'queries.npy', '--k', '1');
    expect(stdout).toMatch(
      /^query +rank +id +cosine distance +score\n.*\n0 +1 +1000 +\S+ +\S+\n1 +1 +1001 /,
    );
    expect(stdout).toMatch(
      /\n3 queries, 240 vectors, \S+ ms a query, \S+ s to read them; recall expected \d\.\d{3} \(aimed at 0.95\)\n$/,
    );
  });

  test('without vectors rank by projections', async () => {
    jsonOf(
      await run(
        'index',
        'points.npy',
        '--keep',
        'none',
        '--tables',
        '2',
        '--out',
        'd.index',
        '--json',
      ),
    );
    const found = jsonOf(
      await run('search', 'd.index', '--queries', 'queries.npy', '--json'),
    ) as Search;
    expect(found.metric).toBe('asymmetric');
    expect(found.results[1]!.neighbours[0]).toEqual({ id: 1, distance: 0, score: 1 });
  });

  test('estimate distances from codes unless hyperplanes are asked for', async () => {
    const args = ['index', 'points.npy', '--bits-per-dimension', '4', '--keep', 'none'];
    expect(jsonOf(await run(...args, '--out', 'h.index', '--json'))).toMatchObject({
      method: 'rotation',
      codes: 'estimated',
      bitsPerDimension: 4,
      bits: 128,
      keep: 'none',
    });
    const asked = ['search', 'h.index', '--queries', 'queries.npy', '--k', '1'];
    const found = jsonOf(await run(...asked, '--json')) as Search;
    expect(found.metric).toBe('estimated cosine');
    expect(found.results.map(({ neighbours }) => neighbours[0]!.id)).toEqual([0, 1, 2]);
    const { stdout } = await run(...asked);
    expect(stdout).toMatch(/^query +rank +id +estimated cosine distance +score\n/);
    expect(jsonOf(await run('info', 'h.index', '--json'))).toMatchObject({
      metadata: { version: '2', codes: 'estimated' },
      arrays: [{ name: 'codes', shape: [ROWS, 128] }],
    });
  });

  test('print the same for the same seed, on every backend', async () => {
    const files: Buffer[] = [];
    for (const backend of ['wasm-simd', 'typescript']) {
      const args = ['--method', 'grh', '--labels', 'labels.npy', '--train', '100'];
      jsonOf(
        await run(
          'index',
          'points.npy',
          ...args,
          '--backend',
          backend,
          '--out',
          'e.index',
          '--json',
        ),
      );
      files.push(readFileSync(join(folder, 'e.index')));
    }
    expect(files[0]!.equals(files[1]!)).toBe(true);
  });
});

describe('hashplane buckets', () => {
  test('lists ids by bucket with the names of their classes', async () => {
    const names = ['--labels', 'labels.npy', '--class-names', 'red,green,blue'];
    jsonOf(await run('index', 'points.npy', ...names, '--bits', '6', '--out', 'f.index', '--json'));
    const all = jsonOf(await run('buckets', 'f.index', '--min-size', '1', '--json')) as {
      count: number;
      buckets: { index: string; ids: number[]; classes: string[] }[];
    };
    expect(all.buckets.length).toBe(all.count);
    expect(all.buckets.flatMap(({ ids }) => ids).sort((a, b) => a - b)).toEqual([...labels.keys()]);
    for (const { ids, classes } of all.buckets) {
      expect(classes).toEqual(ids.map((id) => ['red', 'green', 'blue'][labels[id]!]));
    }
    const few = jsonOf(
      await run('buckets', 'f.index', '--min-size', '5', '--limit', '2', '--json'),
    );
    expect(few).toMatchObject({
      table: 0,
      bits: 6,
      size: ROWS,
      minSize: 5,
      buckets: all.buckets.slice(0, 2),
    });
    const { stdout } = await run('buckets', 'f.index', '--limit', '1');
    const { index, ids, classes } = all.buckets[0]!;
    const counts = ['red', 'green', 'blue'].map((name) => ({
      name,
      count: classes.filter((one) => one === name).length,
    }));
    const [most] = counts.toSorted((a, b) => b.count - a.count);
    expect(stdout).toContain(`  ${index}: ${most!.count} × ${most!.name}`);
    expect(stdout).toContain(`; ids ${ids[0]}, `);
    expect(stdout).toMatch(/\.\.\. and \d+ more: --limit shows them$/m);
    expect(stdout).toMatch(/^A vector shares its bucket with [\d.,]+ others on average/m);
  });

  test('suggests shorter codes where a vector is alone in its bucket', async () => {
    const made = ['--method', 'lsh', '--bits', '128', '--out', 'long.index', '--json'];
    jsonOf(await run('index', 'points.npy', ...made));
    const { shared, suggested } = jsonOf(await run('buckets', 'long.index', '--json')) as {
      shared: number;
      suggested: { bits: number; shared: number };
    };
    expect(shared).toBeLessThan(10);
    expect(suggested.shared).toBeGreaterThanOrEqual(10);
    const { stdout } = await run('buckets', 'long.index', '--limit', '1');
    expect(stdout).toContain(
      `index of shorter codes: hashplane index ... --bits ${suggested.bits}\n`,
    );
  });

  test('shows an index file to hashplane info', async () => {
    jsonOf(await run('index', 'points.mat', '--bits', '9', '--out', 'g.index', '--json'));
    expect(jsonOf(await run('info', 'g.index', '--json'))).toMatchObject({
      format: 'hashplane index',
      metadata: {
        method: 'rotation',
        codes: 'hamming',
        source: 'points.mat',
        classes: '3',
        metric: 'cosine',
      },
      arrays: [
        { shape: [ROWS, 9] },
        { name: 'vectors', shape: [ROWS, DIMENSIONS], dtype: 'float32' },
      ],
    });
  });
});

describe('what is wrong is said in one line', () => {
  test.each<[string, string, number, RegExp]>([
    ['no place', 'index points.npy', 2, /--out <file>/],
    ['no labels', 'index points.npy --method grh --out x', 1, /grh learns from labels/],
    ['names without labels', 'index points.npy --class-names a,b --out x', 2, /needs labels/],
    ['too many bits', 'index points.npy --bits 64 --tables 65 --out x', 2, /4096 at most/],
    ['too few ids', 'index points.npy --ids few.txt --out x', 1, /2 ids for 240 vectors/],
    ['an id twice', 'index points.npy --ids twice.txt --out x', 1, /the id 7 is given twice/],
    ['no such file', 'search none.index --queries queries.npy', 1, /none\.index: no such file/],
    [
      'no index',
      'search points.npy --queries queries.npy',
      1,
      /points\.npy: this is no hashplane index/,
    ],
    [
      'a damaged index',
      'search bad.index --queries queries.npy',
      1,
      /bad\.index: the index is damaged/,
    ],
    ['a damaged index', 'buckets bad.index', 1, /bad\.index: the index is damaged/],
    ['a damaged index', 'info bad.index', 1, /bad\.index: the index is damaged/],
    [
      'two rules',
      'search ok.index --queries queries.npy --radius 1 --probes 2',
      2,
      /not --radius and --probes/,
    ],
    [
      'a wide radius',
      'search ok.index --queries queries.npy --radius 65',
      2,
      /--radius must be from 0 to 64/,
    ],
    [
      'other dimensions',
      'search ok.index --queries flat.npy',
      1,
      /flat\.npy: .* the 16 dimensions of the index, not 2/,
    ],
    ['no buckets', 'buckets estimated.index', 1, /has no buckets: make one with .*--codes hamming/],
    [
      'no buckets',
      'search estimated.index --queries queries.npy --radius 1',
      1,
      /radius and probes look up buckets.*--codes hamming/,
    ],
    [
      'codes of another method',
      'index points.npy --method lsh --codes estimated --out x',
      2,
      /--codes estimated are of --method rotation, not lsh/,
    ],
    [
      'tables of estimated codes',
      'index points.npy --codes estimated --tables 2 --out x',
      2,
      /have no tables/,
    ],
    [
      'bits for what is not there',
      'index points.npy --method grh --bits-per-dimension 2 --out x',
      2,
      /--bits-per-dimension is of --codes estimated/,
    ],
    [
      'three bits',
      'index points.npy --bits-per-dimension 3 --out x',
      2,
      /must be 1 or 2 or 4, not "3"/,
    ],
    ['no such table', 'buckets ok.index --table 1', 2, /--table must be from 0 to 0, not 1/],
    [
      'no number',
      'search ok.index --queries queries.npy --candidates few',
      2,
      /at least 1, or all/,
    ],
  ])('%s: hashplane %s', async (_, words, code, message) => {
    if (!ready) await prepare();
    expectRefused(await run(...words.split(' ')), code, message);
  });

  let ready = false;
  async function prepare(): Promise<void> {
    ready = true;
    jsonOf(await run('index', 'points.npy', '--method', 'lsh', '--out', 'ok.index', '--json'));
    jsonOf(await run('index', 'points.npy', '--out', 'estimated.index', '--json'));
    const bad = readFileSync(join(folder, 'ok.index'));
    bad[bad.length - 100]! ^= 1;
    write('bad.index', bad);
    write('few.txt', 'a\nb\n');
    write('twice.txt', labels.map(() => '7').join('\n'));
    write('flat.npy', npy([1, 2, 3, 4], [2, 2]));
  }
});
