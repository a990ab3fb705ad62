import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readNpy } from '../../src/data/numpy/npy.ts';
import { PictureDescriptor } from '../../src/descriptors/picture-descriptor.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { decodePicture } from '../../src/pictures/decode.ts';
import { tarOf, zipOf } from '../support/make-archives.ts';
import { fixture, join as joined, npy } from '../support/make-files.ts';
import { drawnPng, pictureFile } from '../support/picture-fixtures.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
const run = (...args: string[]) => hashplane(args, { cwd: folder });
const read = (name: string) => readFileSync(join(folder, name));

/** Writes files below the folder. */
function write(files: Record<string, Uint8Array | string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** Stripes lie or stand; their phase and width tell pictures of a kind apart. */
function stripes(kind: 'lying' | 'standing', i: number): Uint8Array {
  return drawnPng(24, 20, (x, y) => {
    const value = 128 + 100 * Math.sin((kind === 'lying' ? y : x) * (0.5 + i / 20) + i);
    return [value, 255 - value, 90];
  });
}

const PHOTOS = Object.fromEntries(
  (['lying', 'standing'] as const).flatMap((kind) =>
    Array.from({ length: 8 }, (_, i) => [`${kind}/${i}.png`, stripes(kind, i)] as const),
  ),
);
const IDS = Object.keys(PHOTOS);
write(Object.fromEntries(Object.entries(PHOTOS).map(([id, file]) => [`photos/${id}`, file])));
const SMALL = ['--descriptor', 'gist+hog', '--side', '16', '--cell', '4'];

/** What the library makes of the same pictures. */
async function described(files: readonly Uint8Array[]): Promise<number[]> {
  const kernels = createKernelsSync();
  const descriptor = new PictureDescriptor({ kernels, side: 16, cell: 4 });
  const pictures = await Promise.all(files.map((file) => decodePicture(file)));
  return [...(await descriptor.describe(pictures)).data];
}

const valuesOf = (name: string) => [...(readNpy(read(name)).values as Float32Array)];
const linesOf = (name: string) => read(name).toString().trimEnd().split('\n');

describe('hashplane describe', () => {
  test('writes a row for each picture, in the order of their paths, which stand beside', async () => {
    const made = await run('describe', 'photos', ...SMALL, '--out', 'a.npy', '--json');
    const dimensions = 512 + 36 * 9;
    expect(jsonOf(made)).toMatchObject({
      ...{ out: 'a.npy', ids: 'a.npy.txt', rows: 16, dimensions, broken: [] },
      ...{ descriptor: 'gist+hog', side: 16, cell: 4 },
    });
    expect(readNpy(read('a.npy')).shape).toEqual([16, dimensions]);
    expect(linesOf('a.npy.txt')).toEqual(IDS);
    expect(valuesOf('a.npy')).toEqual(await described(Object.values(PHOTOS)));
  });

  test('gives the same of a list, of archives, and on any number of threads', async () => {
    const members = Object.fromEntries(Object.entries(PHOTOS).toReversed());
    const tar = joined(
      ...Object.entries(members).map(([name, data]) => tarOf(name, data).slice(0, -1024)),
      new Uint8Array(1024),
    );
    write({
      'photos.zip': zipOf({ ...members, '__MACOSX/._1.png': Uint8Array.of(1) }),
      'photos.tar': tar,
      'photos.tar.gz': gzipSync(tar),
      'list.txt': IDS.map((id) => `photos/${id}\n`).join(''),
    });
    const whole = ['describe', 'photos', ...SMALL, '--threads', '1', '--out', 'b.npy'];
    expect(await run(...whole)).toMatchObject({ code: 0 });
    const expected = read('b.npy');
    for (const name of ['photos.zip', 'photos.tar', 'photos.tar.gz', 'list.txt']) {
      expect(await run('describe', name, ...SMALL, '--out', 'c.npy')).toMatchObject({ code: 0 });
      expect(read('c.npy').equals(expected), name).toBe(true);
      const ids = name === 'list.txt' ? IDS.map((id) => `photos/${id}`) : IDS;
      expect(linesOf('c.npy.txt')).toEqual(ids);
    }
  });

  test('takes classes from folders, and passes over a folder around all of them', async () => {
    cpSync(join(folder, 'photos'), join(folder, 'around/photos'), { recursive: true });
    const labels = ['--labels', 'folders', '--out', 'd.npy', '--json'];
    const made = await run('describe', 'around', ...SMALL, ...labels);
    expect(jsonOf(made)).toMatchObject({
      labels: 'd.npy.labels.npy',
      classes: ['lying', 'standing'],
    });
    // A class of which nothing could be read keeps its number, and is not counted.
    write({ 'around/photos/broken/x.png': 'none' });
    const two = await run('describe', 'around', ...SMALL, ...labels.slice(0, -1));
    expect(two.stdout).toMatch(/1 picture left out; .*, 2 classes in d\.npy\.labels\.npy/);
    expect([...new Set([...readNpy(read('d.npy.labels.npy')).values])]).toEqual([1, 2]);
    rmSync(join(folder, 'around/photos/broken'), { recursive: true });
    await run('describe', 'around', ...SMALL, ...labels);
    const expected = [...Array(8).fill(0), ...Array(8).fill(1)];
    expect([...readNpy(read('d.npy.labels.npy')).values]).toEqual(expected);
    const one = await run('describe', 'photos/lying', '--labels', 'folders', '--out', 'e.npy');
    expectRefused(
      one,
      1,
      /--labels folders takes classes from folders, but 0\.png is in no folder/,
    );
  });

  test('names and counts broken pictures, and --strict ends on the first', async () => {
    cpSync(join(folder, 'photos'), join(folder, 'mixed'), { recursive: true });
    const cut = PHOTOS['lying/3.png'].slice(0, 90);
    const [gif, cmyk] = [pictureFile('animated.gif'), pictureFile('cmyk.jpg')];
    write({ 'mixed/lying/3.png': cut, 'mixed/cmyk.jpg': cmyk, 'mixed/a.gif': gif });
    write({ 'mixed/.hidden.png': cut });
    const made = await run('describe', 'mixed', ...SMALL, '--out', 'f.npy');
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(/^Wrote f\.npy: 15 pictures .*; 2 pictures left out; ids in/);
    expect(made.stderr.split('\n').toSorted()).toEqual([
      '',
      'note: 1 file is passed over: no JPEG or PNG by name',
      expect.stringMatching(/^note: left out: cmyk\.jpg: CMYK JPEG is not read/),
      expect.stringMatching(/^note: left out: lying\/3\.png: the PNG is cut short/),
    ]);
    expect(linesOf('f.npy.txt')).toEqual(IDS.filter((id) => id !== 'lying/3.png'));
    rmSync(join(folder, 'mixed/a.gif'));
    const strict = await run('describe', 'mixed', ...SMALL, '--strict', '--out', 'g.npy');
    expectRefused(strict, 1, /cmyk\.jpg: CMYK JPEG is not read/);
    expect(readdirSync(folder).filter((name) => name.includes('g.npy'))).toEqual([]);
  });

  test("describes CIFAR-10's files, in their order", async () => {
    const batch = fixture('tiny-cifar10.bin');
    write({ 'cifar/data_batch_1.bin': batch.slice(0, 4 * 3073), 'cifar/test_batch.bin': batch });
    const made = await run('describe', 'cifar', '--descriptor', 'hog', '--out', 'h.npy', '--json');
    const rows = 4 + batch.length / 3073;
    expect(jsonOf(made)).toMatchObject({ rows, labels: 'h.npy.labels.npy' });
    expect(linesOf('h.npy.txt')).toEqual(Array.from({ length: rows }, (_, i) => String(i)));
    expect(readNpy(read('h.npy.labels.npy')).values[4]).toBe(batch[0]);
  });

  test('other commands say what is wrong with folders and files that are none', async () => {
    mkdirSync(join(folder, 'bare'));
    write({ 'one.gif': pictureFile('animated.gif') });
    const bare = await run('index', 'bare', '--out', 'x.index');
    expectRefused(bare, 1, /bare has no pictures: JPEG and PNG are read, by their names/);
    const gif = await run('encode', 'one.gif', '--out', 'x.npy');
    expectRefused(gif, 1, /one\.gif is GIF, which is not read: give a JPEG or PNG/);
    const evaluated = await run('evaluate', 'photos');
    expectRefused(evaluated, 1, /photos is a folder: give a file, or describe its pictures first/);
  });

  test.each<[string[], number, RegExp]>([
    [['nowhere'], 1, /nowhere: no such file/],
    [['empty'], 1, /empty has no pictures: JPEG and PNG are read/],
    [['none.npy'], 1, /none\.npy is no picture: give a JPEG or PNG, a folder/],
    [['broken'], 1, /broken: no picture can be decoded/],
    [['photos', '--side', '18'], 2, /side must be a multiple of 4, not 18/],
    [['photos', '--descriptor', 'sift'], 2, /--descriptor.*sift/],
  ])('refuses %j', async (args, code, message) => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    write({ 'broken/x.jpg': 'no picture', 'none.npy': npy([1, 2], [2, 1]) });
    const { stderr, ...rest } = await run('describe', ...args, '--out', 'r.npy');
    const last = stderr.split('\n').filter((line) => !line.startsWith('note: '));
    expectRefused({ ...rest, stderr: last.join('\n') }, code, message);
    expect(readdirSync(folder).filter((name) => name.includes('r.npy'))).toEqual([]);
  });

  test('leaves nothing when it is stopped', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [`many/${i}.png`, PHOTOS['lying/0.png']]),
    );
    write(many);
    const stopped = await hashplane(['describe', 'many', '--side', '256', '--out', 'stopped.npy'], {
      cwd: folder,
      onStart: async (kill) => {
        const temporary = () => readdirSync(folder).some((name) => name.includes('stopped.npy'));
        while (!temporary()) await new Promise((done) => setTimeout(done, 20));
        kill('SIGINT');
      },
    });
    expectRefused(stopped, 130, /stopped by SIGINT: stopped\.npy is as it was before/);
    expect(readdirSync(folder).filter((name) => name.includes('stopped.npy'))).toEqual([]);
  });
});

interface Found {
  readonly results: {
    readonly name?: string;
    readonly neighbours: { readonly id: string; readonly distance: number }[];
  }[];
}

describe('an index of pictures', () => {
  test('is searched with pictures, which are described as its own were', async () => {
    const index = ['index', 'photos', ...SMALL, '--labels', 'folders', '--out', 'p.index'];
    expect(jsonOf(await run(...index, '--json'))).toMatchObject({ size: 16, broken: [] });
    const search = ['search', 'p.index', '--k', '5', '--queries'];
    const query = ['photos/standing/2.png', '--json'];
    const { results } = jsonOf(await run(...search, ...query)) as Found;
    const [{ name, neighbours }] = results;
    expect(name).toBe('2.png');
    expect(neighbours[0]).toMatchObject({ id: 'standing/2.png', distance: 0 });
    expect(neighbours.every(({ id }) => id.startsWith('standing/'))).toBe(true);
    const all = jsonOf(await run(...search, 'photos', '--json')) as Found;
    expect(all.results.map((own) => own.name)).toEqual(IDS);
    expect(all.results.map((own) => own.neighbours[0].id)).toEqual(IDS);
    const info = await run('info', 'p.index');
    expect(info.stdout).toMatch(/pictures +gist\+hog of 16 x 16 pixels, cells of 4/);
  });

  test('shows what was found on a page that needs nothing else', async () => {
    await run('index', 'photos', ...SMALL, '--out', 'q.index');
    const search = ['search', 'q.index', '--queries', 'photos/lying/1.png', '--k', '3'];
    const made = await run(...search, '--out', 'found');
    expect(made.stdout).toMatch(/Wrote found.index\.html\n$/);
    const page = read('found/index.html').toString();
    expect(page).toMatch(/Content-Security-Policy" content="default-src 'none'/);
    expect(page.match(/data:image\/png;base64,/g)).toHaveLength(4);
    expect(page.replaceAll('http://www.w3.org/', '')).not.toMatch(/(src|href)="?https?:/);
    // Its pictures have gone elsewhere since.
    cpSync(join(folder, 'q.index'), join(folder, 'moved/q.index'));
    const moved = ['search', 'moved/q.index', '--queries', 'photos/lying/1.png'];
    expectRefused(
      await run(...moved, '--out', 'm'),
      1,
      /name the place of the pictures with --pic/,
    );
    const named = await run(...moved, '--out', 'm', '--pictures', 'photos');
    expect(named).toMatchObject({ code: 0 });
  });

  test('takes new pictures, and looks at those alone', async () => {
    cpSync(join(folder, 'photos'), join(folder, 'growing'), { recursive: true });
    await run('index', 'growing', ...SMALL, '--out', 'g.index');
    // A known one that can't be read any more shows that nobody does.
    write({ 'growing/lying/0.png': 'gone', 'growing/lying/9.png': stripes('lying', 9) });
    const add = ['add', 'g.index', 'growing'];
    expect(jsonOf(await run(...add, '--json'))).toMatchObject({
      ...{ added: 1, known: 16, broken: [], size: 17 },
    });
    const again = await run(...add);
    expect(again.stdout).toMatch(/^Added 0 pictures \(17 pictures there already\): g\.index/);
    const upsert = await run('upsert', 'g.index', 'growing', '--json');
    expect(JSON.parse(upsert.stdout)).toMatchObject({ added: 0, replaced: 16, size: 17 });
    expect(upsert.stderr).toMatch(/left out: lying\/0\.png/);
    const search = ['search', 'g.index', '--queries', 'growing/lying/9.png', '--k', '1', '--json'];
    const { results } = jsonOf(await run(...search)) as Found;
    expect(results[0].neighbours[0].id).toBe('lying/9.png');
  });

  test('is told from one of vectors', async () => {
    await run('describe', 'photos', ...SMALL, '--out', 'v.npy');
    await run('index', 'v.npy', '--out', 'v.index');
    const query = ['--queries', 'photos/lying/1.png'];
    expectRefused(await run('search', 'v.index', ...query), 2, /v\.index was not made of pictures/);
    expectRefused(await run('add', 'v.index', 'photos'), 2, /v\.index was not made of pictures/);
    const page = await run('search', 'v.index', '--queries', 'v.npy', '--out', 'x');
    expectRefused(page, 2, /--out shows pictures, but v\.index was not made of any/);
    const side = await run('index', 'v.npy', '--side', '32', '--out', 'w.index');
    expectRefused(side, 2, /--side is for pictures, but v\.npy holds vectors/);
  });
});

describe('learning from pictures', () => {
  test('train takes classes from folders, and encode names codes by paths', async () => {
    const train = ['train', 'photos', ...SMALL, '--labels', 'folders', '--method', 'grh'];
    const trained = await run(...train, '--bits', '8', '--out', 'm.safetensors');
    expect(trained).toMatchObject({ code: 0 });
    const encode = ['encode', 'photos', ...SMALL, '--model', 'm.safetensors'];
    const codes = await run(...encode, '--format', 'jsonl-es', '--out', 'c.jsonl');
    expect(codes).toMatchObject({ code: 0, stderr: '' });
    const ids = [
      ...read('c.jsonl')
        .toString()
        .matchAll(/"_id":"([^"]+)"/g),
    ].map(([, id]) => id);
    expect(ids).toEqual(IDS);
    await run('describe', 'photos', ...SMALL, '--labels', 'folders', '--out', 'l.npy');
    const files = ['l.npy', '--labels', 'l.npy.labels.npy', '--method', 'grh', '--bits', '8'];
    await run('train', ...files, '--out', 'n.safetensors');
    expect(read('n.safetensors').equals(read('m.safetensors'))).toBe(true);
    const bare = await run(
      'train',
      'photos',
      ...SMALL,
      '--method',
      'grh',
      '--out',
      'o.safetensors',
    );
    expectRefused(bare, 2, /photos: there are no labels: give --labels folders/);
  });
});
