import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
const run = (...args: string[]) => hashplane(args, { cwd: folder });
const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const DOCUMENTS = [
  { id: 'a', title: 'Alpha', year: 2019, embedding: [1, 0, 0.1, 0.2] },
  { id: 'b', title: 'Beta', year: 2021, tags: ['x', 'y'], embedding: [0.9, 0.1, 0, 0.2] },
  { id: 'c', title: 'Gamma\u001b[31m', year: 2022, of: { deep: [1] }, embedding: [0, 1, 0.5, 0] },
];
const MORE = [{ id: 'd', title: 'Delta', year: 2023, embedding: [0.95, 0.05, 0, 0.2] }];

interface Found {
  readonly results: {
    readonly neighbours: { readonly id: number | string; readonly document?: object }[];
  }[];
}

/** The ids found for the one query, the nearest first, and their documents. */
async function found(file: string, ...args: string[]) {
  const { results } = jsonOf(
    await run('search', file, '--queries', 'q.json', ...args, '--json'),
  ) as Found;
  return results[0]!.neighbours.map(({ id, document }) => [id, document]);
}

beforeAll(() => {
  write('docs.jsonl', lines(DOCUMENTS));
  write('more.jsonl', lines(MORE));
  write('q.json', '[[1, 0, 0, 0.2]]');
});

describe('documents', () => {
  const titles = { a: 'Alpha', b: 'Beta', c: 'Gamma\u001b[31m' };

  test('of JSON lines are all that is not the vector and not the id', async () => {
    jsonOf(await run('index', 'docs.jsonl', '--id-column', 'id', '--out', 'a.index', '--json'));
    expect(await found('a.index')).toEqual(
      DOCUMENTS.map(({ id, embedding, ...rest }) => [id, rest]).sort(([a], [b]) =>
        a! < b! ? -1 : 1,
      ),
    );
  });

  test('are the fields that are named, or none', async () => {
    const args = ['index', 'docs.jsonl', '--json', '--id-column', 'id'];
    jsonOf(await run(...args, '--fields', 'title,id', '--out', 'b.index'));
    expect(await found('b.index', '--k', '2')).toEqual([
      ['a', { title: 'Alpha', id: 'a' }],
      ['b', { title: 'Beta', id: 'b' }],
    ]);
    jsonOf(await run(...args, '--no-documents', '--out', 'c.index'));
    expect(await found('c.index', '--k', '1')).toEqual([['a', undefined]]);
  });

  test('are told, and what the ids are', async () => {
    const made = await run('index', 'docs.jsonl', '--out', 'told.index');
    expect(made.stdout).toContain(
      '\nids: row numbers (--id-column id takes those of the column id); documents: id, title, year, tags, of\n',
    );
    const args = ['index', 'docs.jsonl', '--id-column', 'id', '--out', 'told.index'];
    expect((await run(...args, '--fields', 'year')).stdout).toContain(
      '\nids: column id; documents: year\n',
    );
    await run('add', 'told.index', 'more.jsonl');
    const info = (await run('info', 'told.index')).stdout;
    expect(info).toMatch(/vectors +4 with the journal/);
    expect(info).toMatch(/fields +year \(numbers\)/);
  });

  test('without a column of ids are numbered, and keep it', async () => {
    jsonOf(await run('index', 'docs.jsonl', '--out', 'd.index', '--json'));
    expect(await found('d.index', '--k', '1')).toEqual([
      [0, { id: 'a', title: 'Alpha', year: 2019 }],
    ]);
  });

  test.each([
    [
      'CSV with a column of vectors',
      'x.csv',
      'id,title,year,zip,open,embedding\n7,"Alpha, one",2019,01234,true,"[1,0,0.1,0.2]"\n' +
        '8,Beta,,12345,false,"[0.9,0.1,0,0.2]"\n9,,2022,99999,true,"[0,1,0.5,0]"\n',
      [
        [7, { title: 'Alpha, one', year: 2019, zip: '01234', open: true }],
        [8, { title: 'Beta', zip: '12345', open: false }],
        [9, { year: 2022, zip: '99999', open: true }],
      ],
    ],
    [
      'CSV whose numbers are the vectors',
      'y.csv',
      'id,species,x0,x1,x2,x3\n7,NA,1,0,0.1,0.2\n8,rose,0.9,0.1,0,0.2\n9,oak,0,1,0.5,0\n',
      [
        [7, { species: 'NA' }],
        [8, { species: 'rose' }],
        [9, { species: 'oak' }],
      ],
    ],
    [
      'a JSON document',
      'x.json',
      JSON.stringify({
        items: DOCUMENTS.map(({ id, title, embedding }, i) => ({
          id: 7 + i,
          title,
          data: { embedding, model: id },
        })),
      }),
      [
        [7, { title: titles.a, data: { model: 'a' } }],
        [8, { title: titles.b, data: { model: 'b' } }],
        [9, { title: titles.c, data: { model: 'c' } }],
      ],
    ],
  ])('of %s are its other columns', async (_, name, text, expected) => {
    write(name, text);
    jsonOf(await run('index', name, '--id-column', 'id', '--out', 'e.index', '--json'));
    expect(await found('e.index')).toEqual(expected);
  });

  test('of Parquet are its other columns', async () => {
    copyFileSync(
      join(import.meta.dirname, '../fixtures/kinds/others.parquet'),
      join(folder, 'f.parquet'),
    );
    const made = await run('index', 'f.parquet', '--out', 'f.index');
    expect(made.stderr).toBe(
      'note: when, tags, nested.list.element: columns of these kinds are not read, and are in no document\n',
    );
    expect(jsonOf(await run('info', 'f.index', '--json'))).toMatchObject({
      metadata: { documents: '12', fields: 'score (numbers), animal (texts)' },
    });
  });

  test('are asked for by --where, before the nearest are chosen', async () => {
    const where = (condition: object) =>
      found('a.index', '--k', '1', '--where', JSON.stringify(condition));
    expect((await where({ year: { gte: 2020 } }))[0]![0]).toBe('b');
    expect((await where({ not: { tags: { contains: 'x' } }, year: { gt: 2019 } }))[0]![0]).toBe(
      'c',
    );
    expect(await where({ title: 'none' })).toEqual([]);
  });

  test('that pass by nothing but a slip are told of', async () => {
    const where = (condition: object) =>
      run('search', 'a.index', '--queries', 'q.json', '--where', JSON.stringify(condition));
    const none = await where({ or: [{ lang: 'en' }] });
    expect(none.stderr).toMatch(/no document has the field "lang": there are title, /);
    expect(none.stdout).toMatch(/^no vector passes --where\n/);
    const list = await where({ tags: { in: ['x'] } });
    expect(list.stderr).toContain('"tags" has lists: {"tags":{"contains":"x"}}');
    const right = await where({ tags: { contains: 'x' }, lang: { exists: false } });
    expect(right.stderr).toBe('');
  });

  test('are shown beside their distances, without what would command a terminal', async () => {
    const { stdout } = await run('search', 'a.index', '--queries', 'q.json');
    expect(stdout).toMatch(/^query +rank +id +cosine distance +score +title +year +tags +of\n/);
    expect(stdout).toMatch(/ b +\S+ +\S+ +Beta +2021 +\["x","y"\]\n/);
    expect(stdout).not.toContain('\u001b');
    const some = await run('search', 'a.index', '--queries', 'q.json', '--fields', 'year,of');
    expect(some.stdout).toMatch(/^query +rank +id +cosine distance +score +year +of\n/);
    expect(some.stdout).toMatch(/\n1 query, 3 vectors, \S+ ms a query/);
  });
});

describe('hashplane add, upsert and remove', () => {
  test('change an index, by the columns that it was made by', async () => {
    const args = ['--id-column', 'id', '--fields', 'title', '--out', 'g.index', '--json'];
    jsonOf(await run('index', 'docs.jsonl', ...args));
    const before = readFileSync(join(folder, 'g.index'));
    expect(jsonOf(await run('add', 'g.index', 'more.jsonl', '--json'))).toEqual({
      added: 1,
      index: 'g.index',
      size: 4,
      journalBytes: readFileSync(join(folder, 'g.index.journal')).length,
      folded: false,
      seconds: expect.any(Number),
    });
    expect(readFileSync(join(folder, 'g.index')).equals(before)).toBe(true);
    write(
      'changed.jsonl',
      lines([
        { ...MORE[0], title: 'New' },
        { ...MORE[0], id: 'e' },
      ]),
    );
    expect((await run('upsert', 'g.index', 'changed.jsonl')).stdout).toMatch(
      /^Added 1 vector and replaced 1: g\.index has 5 vectors now, journal of 1 kB \(\S+ s\)\n$/,
    );
    expect((await run('remove', 'g.index', 'a', 'zz')).stdout).toMatch(
      /^Removed 1 vector: g\.index has 4 vectors now, .*\nNot there: zz\n$/,
    );
    expect(await found('g.index')).toEqual([
      ['d', { title: 'New' }],
      ['e', { title: 'Delta' }],
      ['b', { title: 'Beta' }],
      ['c', { title: 'Gamma\u001b[31m' }],
    ]);
    expect(jsonOf(await run('info', 'g.index', '--json'))).toMatchObject({
      metadata: {
        documents: '3',
        fields: 'title (texts)',
        journal: expect.stringMatching(
          /^vectors since: 1 added, 2 added or replaced, 1 removed \(\d+ bytes\)$/,
        ),
      },
    });
    expect(existsSync(join(folder, 'g.index.lock'))).toBe(false);
  });

  test('give vectors numbers where the file has none to give', async () => {
    write('v.csv', '1,0,0,0.2\n0,1,0,0.1\n');
    jsonOf(await run('index', 'v.csv', '--out', 'h.index', '--json'));
    jsonOf(await run('add', 'h.index', 'v.csv', '--json'));
    jsonOf(await run('remove', 'h.index', '0', '2', '--json'));
    expect((await found('h.index')).map(([id]) => id)).toEqual([1, 3]);
    write('ids.txt', '1\n3\n');
    expect(jsonOf(await run('remove', 'h.index', '--ids', 'ids.txt', '--json'))).toMatchObject({
      removed: 2,
      missing: [],
      size: 0,
    });
  });

  test('tell numbers and texts apart', async () => {
    write('n.jsonl', lines([7, '7', '-1'].map((id) => ({ id, embedding: [1, 2, 3, 4] }))));
    jsonOf(await run('index', 'n.jsonl', '--id-column', 'id', '--out', 'i.index', '--json'));
    jsonOf(await run('remove', 'i.index', '7', '--json'));
    expect((await found('i.index')).map(([id]) => id)).toEqual(['7', '-1']);
    jsonOf(await run('remove', 'i.index', '--json', '--', '"7"', '-1'));
    expect(await found('i.index')).toEqual([]);
  });

  test('fold a journal that has grown into the index', async () => {
    const row = (i: number) => [Math.sin(i), Math.cos(i), Math.sin(2 * i), 1];
    write('many.jsonl', lines(Array.from({ length: 60_000 }, (_, i) => ({ embedding: row(i) }))));
    jsonOf(await run('index', 'docs.jsonl', '--id-column', 'id', '--out', 'j.index', '--json'));
    const numbers = ['--ids', 'many.txt'];
    write('many.txt', Array.from({ length: 60_000 }, (_, i) => `${i}\n`).join(''));
    const made = jsonOf(await run('add', 'j.index', 'many.jsonl', ...numbers, '--json'));
    expect(made).toMatchObject({ added: 60_000, size: 60_003, journalBytes: 0, folded: true });
    expect(existsSync(join(folder, 'j.index.journal'))).toBe(false);
    expect(jsonOf(await run('info', 'j.index', '--json'))).toMatchObject({
      arrays: [{ shape: [60_003, 128] }, { shape: [60_003, 4] }],
    });
  });

  test('an index that is made anew is not changed by the journal of the old one', async () => {
    const args = ['index', 'docs.jsonl', '--id-column', 'id', '--out', 'k.index', '--json'];
    jsonOf(await run(...args));
    jsonOf(await run('add', 'k.index', 'more.jsonl', '--json'));
    jsonOf(await run(...args));
    expect((await found('k.index')).map(([id]) => id)).toEqual(['a', 'b', 'c']);
    expect(existsSync(join(folder, 'k.index.journal'))).toBe(false);
  });
});

describe('what is wrong is said in one line', () => {
  beforeAll(async () => {
    jsonOf(await run('index', 'docs.jsonl', '--id-column', 'id', '--out', 'ok.index', '--json'));
    write('wide.jsonl', lines([{ id: 'w', embedding: [1, 2] }]));
    write('odd.jsonl', lines([{ id: [1], embedding: [1, 2, 3, 4] }]));
    write('table.csv', 'id,year,a,b,c\nw,2001,1,2,3\nx,2002,4,5,7\n');
    write('none.jsonl', lines([...MORE, { title: 'x', embedding: [1, 2, 3, 4] }]));
  });

  test.each<[string, string, number, RegExp]>([
    ['an id that is there', 'add ok.index docs.jsonl', 1, /the id "a" is in the index already/],
    ['other dimensions', 'add ok.index wide.jsonl', 1, /the 4 dimensions of the index, not 2/],
    ['no index', 'add docs.jsonl more.jsonl', 1, /docs\.jsonl: this is no hashplane index/],
    ['no file', 'add none.index more.jsonl', 1, /none\.index: no such file/],
    ['no ids', 'upsert ok.index q.json', 1, /q\.json has no column or key "id" beside its vectors/],
    [
      'an id that is none',
      'add ok.index odd.jsonl',
      1,
      /row 0 .*: its "id" must be a whole number/,
    ],
    ['an id that is missing', 'add ok.index none.jsonl', 1, /row 1 .* has no "id" for its id/],
    [
      'no such column',
      'add ok.index more.jsonl --id-column key',
      1,
      /no column or key "key": there are "id", "title", "year"/,
    ],
    [
      'a column of numbers',
      'add ok.index table.csv --id-column year',
      1,
      /no column or key "year": there are "id"; columns of numbers are its vectors/,
    ],
    ['two kinds of ids', 'add ok.index more.jsonl --id-column id --ids x', 2, /not both/],
    ['fields of none', 'add ok.index more.jsonl --fields a --no-documents', 2, /not both/],
    ['no name', 'index docs.jsonl --fields a,,b --out x', 2, /--fields must be names separated/],
    ['nothing to remove', 'remove ok.index', 2, /give the ids to remove/],
    ['no JSON', 'search ok.index --queries q.json --where year>3', 2, /--where must be an object/],
    [
      'an operator that is none',
      'search ok.index --queries q.json --where {"year":{"above":3}}',
      2,
      /--where\.year has no operator "above"/,
    ],
    [
      'a field of none',
      'search ok.index --queries q.json --fields yaer',
      2,
      /no document of ok\.index has a field "yaer": there are "title", "year", "tags", "of"$/m,
    ],
    ['where of codes', 'search --codes x.npy --where {"a":1}', 2, /--where is for searching an in/],
  ])('%s: hashplane %s', async (_, words, code, message) => {
    const before = readFileSync(join(folder, 'ok.index'));
    expectRefused(await run(...words.split(' ')), code, message);
    expect(readFileSync(join(folder, 'ok.index')).equals(before)).toBe(true);
    expect(existsSync(join(folder, 'ok.index.journal'))).toBe(false);
  });

  test('a journal that is damaged before its end', async () => {
    copyFileSync(join(folder, 'ok.index'), join(folder, 'bad.index'));
    for (const word of ['a', 'b']) jsonOf(await run('remove', 'bad.index', word, '--json'));
    const path = join(folder, 'bad.index.journal');
    const bytes = readFileSync(path);
    bytes[40]! ^= 1;
    writeFileSync(path, bytes);
    for (const words of [
      ['search', 'bad.index', '--queries', 'q.json'],
      ['info', 'bad.index'],
    ]) {
      expectRefused(await run(...words), 1, /bad\.index\.journal: the journal is damaged/);
    }
    rmSync(path);
  });
});
