import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addToIndexFile,
  foldIndexFile,
  removeFromIndexFile,
  upsertInIndexFile,
} from '../../../../src/node/index-file/append.ts';
import { openIndexFile } from '../../../../src/node/index-file/open.ts';
import { loadIndexFile, saveIndexFile } from '../../../../src/node/index-file.ts';
import { HashIndex } from '../../../../src/search/hash-index/hash-index.ts';
import { gaussianPoints } from '../../../support/points.ts';
import { kernels, lsh } from '../../search/hash-index/made.ts';

const folder = mkdtempSync(join(tmpdir(), 'hashplane-journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const vectors = (count: number, seed = 1) => gaussianPoints(count, 5, seed);
let [path, count] = ['', 0];
const load = () => loadIndexFile(path, { kernels });
const open = () => openIndexFile(path, { kernels });
const filesBeside = () => readdirSync(folder).filter((name) => name.startsWith(basename(path)));

/** An index of 30 vectors in a file of its own. */
function small(): HashIndex {
  const index = HashIndex.create({ kernels });
  index.add(
    vectors(30),
    undefined,
    Array.from({ length: 30 }, (_, i) => ({ i })),
  );
  return index;
}

beforeEach(async () => {
  path = join(folder, `${count++}.index`);
  await saveIndexFile(path, small());
});

describe('a file that is open', () => {
  test('keeps what is added, replaced and removed, and searches see it', async () => {
    const file = await open();
    expect(await file.add(vectors(2, 2), undefined, [{ i: 30 }, null])).toEqual([30, 31]);
    expect(await file.upsert(vectors(1, 3), [4], [{ i: 'new' }])).toEqual([4]);
    expect(await file.remove([0, 1, 77])).toBe(2);
    expect(await file.remove('a')).toBe(0);
    expect(file.index.size).toBe(30);
    const query = vectors(1, 3).row(0);
    expect(file.index.search(query, { k: 1 }).neighbours[0]).toMatchObject({
      id: 4,
      document: { i: 'new' },
    });
    // It is on the disk before it is closed, for whoever reads.
    const loaded = await load();
    expect(loaded.save()).toEqual((file.index as HashIndex).save());
    await file.close();
    expect(filesBeside()).toEqual([basename(path), `${basename(path)}.journal`]);
    expect((await load()).save()).toEqual(loaded.save());
  });

  test('makes changes in the order of the calls, also of those that are not waited for', async () => {
    const file = await open();
    const all = [
      file.add(vectors(1, 2), ['x']),
      file.remove('x'),
      file.add(vectors(1, 3), ['x']),
      file.add(vectors(1, 4), ['x']).catch((error: Error) => error.message),
      file.add(vectors(1, 5)),
    ];
    expect(await Promise.all(all)).toEqual([
      ['x'],
      1,
      ['x'],
      expect.stringMatching(/the id "x" is in the index already/),
      [30],
    ]);
    await file.close();
    expect((await load()).ids().slice(-2)).toEqual(['x', 30]);
  });

  test('refuses what HashIndex refuses, and writes nothing of it', async () => {
    const file = await open();
    await expect(file.add(vectors(1), [3])).rejects.toThrow(/the id 3 is in the index/);
    await expect(file.add(gaussianPoints(1, 4, 1))).rejects.toThrow(/5 dimensions/);
    await expect(file.add(vectors(1), ['a'], [{ a: 1n } as never])).rejects.toThrow(/plain JSON/);
    await expect(file.add(vectors(2), ['a'])).rejects.toThrow(/1 ids for 2 vectors/);
    await expect(file.remove(1.5)).rejects.toThrow(/an id must be/);
    await expect(file.remove({} as never)).rejects.toThrow(/an id or a list of ids, not an obj/);
    await file.close();
    expect(filesBeside()).toEqual([basename(path)]);
  });

  test('is folded when it is told to, with its metadata, and when its journal has grown', async () => {
    const file = await open();
    await file.add(vectors(1, 2));
    file.index.metadata.title = 'kept';
    expect(file.journalBytes).toBeGreaterThan(0);
    await file.fold();
    expect(file.journalBytes).toBe(0);
    expect(filesBeside()).toEqual([basename(path), `${basename(path)}.lock`]);
    // More than 1 MiB.
    await file.add(vectors(60_000, 3));
    expect(file.journalBytes).toBe(0);
    await file.add(vectors(1, 4));
    expect(file.journalBytes).toBeGreaterThan(0);
    await file.close();
    const loaded = await load();
    expect({ size: loaded.size, metadata: loaded.metadata }).toEqual({
      size: 60_032,
      metadata: { title: 'kept' },
    });
  });

  test('takes another hasher, with all entries, and changes wait for it', async () => {
    const [before, after] = [lsh(16, 5, 1), lsh(16, 5, 2)];
    const index = HashIndex.create({ kernels, hasher: before });
    index.add(vectors(300));
    await saveIndexFile(path, index);
    const file = await open();
    await file.add(vectors(5, 2));
    const adopted = file.adoptHasher(after);
    const changes = [file.add(vectors(3, 3)), file.remove([7, 301])];
    await adopted;
    // Of the file alone, before the changes that wait are in its journal.
    expect(file.index.stats).toMatchObject({ stale: 0, versions: [{ version: 2 }] });
    await Promise.all(changes);
    expect(file.journalBytes).toBeGreaterThan(0);
    await file.close();
    const fresh = HashIndex.create({ kernels, hasher: after });
    for (const some of [vectors(300), vectors(5, 2), vectors(3, 3)]) fresh.add(some);
    fresh.remove([7, 301]);
    const loaded = await load();
    expect(Buffer.compare(loaded.save(), fresh.save())).toBe(0);
    expect(Buffer.compare((file.index as HashIndex).save(), fresh.save())).toBe(0);
  });

  test('has the hasher of before where another one is refused, or broken off', async () => {
    const hasher = lsh(16, 5, 1);
    const index = HashIndex.create({ kernels, hasher });
    index.add(vectors(50));
    await saveIndexFile(path, index);
    const file = await open();
    await expect(file.adoptHasher(lsh(8, 5))).rejects.toThrow(/8 bits and 5 dimensions/);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(file.adoptHasher(lsh(16, 5), { signal })).rejects.toThrow('enough');
    await expect(file.adoptHasher(lsh(16, 5), { entries: 3 } as never)).rejects.toThrow(/entries/);
    expect(file.index.stats.stale).toBe(0);
    expect(Buffer.compare((await load()).save(), index.save())).toBe(0);
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('later'));
    await expect(
      file.adoptHasher(lsh(16, 5, 2), { signal: stop.signal, onProgress }),
    ).rejects.toThrow('later');
    await file.add(vectors(1, 2));
    const loaded = await load();
    expect(loaded.size).toBe(51);
    expect(loaded.hashers[0]!.save()).toEqual(hasher.save());
    await file.fold();
    await file.close();
    expect((await load()).hashers[0]!.save()).toEqual(lsh(16, 5, 2).save());
  });

  test('is made where there is none, if that is asked for', async () => {
    path = join(folder, 'new', 'made.index');
    await expect(open()).rejects.toThrow(/no such file or folder: give create to make one$/);
    const file = await openIndexFile<{ title: string }>(path, {
      kernels,
      create: { metric: 'dot' },
    });
    await expect(file.add([[1e30]])).rejects.toThrow();
    await file.add([[1, 2]], ['a'], [{ title: 'first' }]);
    await file.close();
    const loaded = await loadIndexFile<{ title: string }>(path, { kernels });
    expect(loaded.get('a')).toEqual({ title: 'first' });
    expect(loaded.metric).toBe('dot');
  });

  test('is refused to a second writer, is read by anybody, and free when it is closed', async () => {
    const file = await open();
    const own = new RegExp(`open for writing in process ${process.pid}: close it there first`);
    await expect(open()).rejects.toThrow(own);
    await expect(addToIndexFile(path, vectors(1))).rejects.toThrow(own);
    await expect(saveIndexFile(path, small())).rejects.toThrow(own);
    expect((await load()).size).toBe(30);
    await file.close();
    await expect(file.add(vectors(1))).rejects.toThrow(/it is closed/);
    await (await open()).close();
  });

  test('says so when another file was put in its place', async () => {
    const file = await open();
    const other = join(folder, 'other.index');
    await saveIndexFile(other, small());
    renameSync(other, path);
    await expect(file.add(vectors(1))).rejects.toThrow(
      /another file was put in its place: open it/,
    );
    await expect(file.add(vectors(1))).rejects.toThrow(
      /another file was put in its place: open it/,
    );
    await file.close();
  });

  test('hands on what its index warns of, once', async () => {
    const said: string[] = [];
    const onWarning = (message: string) => said.push(message);
    const create = { codes: 'hamming', metric: 'dot', onWarning } as const;
    const made = join(folder, 'warns.index');
    const longer = [
      [1, 2],
      [30, 40],
    ];
    const first = await openIndexFile(made, { kernels, create });
    await first.add(longer);
    await first.add(longer);
    await first.close();
    expect(said).toEqual([expect.stringMatching(/vectors whose lengths differ/)]);
    await (await openIndexFile(made, { kernels, onWarning })).close();
    await loadIndexFile(made, { kernels, onWarning });
    expect(said).toHaveLength(3);
  });

  test('counts fields that a reader has still where searches see them no more', async () => {
    const fields = (name: string, length: number) =>
      Object.fromEntries(Array.from({ length }, (_, i) => [`${name}${i}`, 1]));
    const many = small();
    many.upsert(vectors(1), [0], [fields('old', 900)]);
    await saveIndexFile(path, many);
    const file = await open();
    // More than half is replaced, and what it had is dropped here.
    await file.upsert(
      vectors(20),
      Array.from({ length: 20 }, (_, i) => i),
    );
    const wide = () => file.upsert(vectors(1), [20], [fields('new', 200)]);
    await expect(wide()).rejects.toThrow(/documents may have 1000 different fields in all/);
    expect((await load()).ids()).toEqual(file.index.ids());
    await file.fold();
    await wide();
    expect((await load()).documents()).toEqual(file.index.documents());
    await file.close();
    const again = await open();
    await expect(again.add(vectors(1), ['x'], [fields('more', 900)])).rejects.toThrow(/1000/);
    await again.close();
  });

  test('is the one that a symbolic link leads to', async () => {
    const link = join(folder, 'link.index');
    symlinkSync(path, link);
    await addToIndexFile(link, vectors(1, 2));
    expect(existsSync(`${path}.journal`)).toBe(true);
    expect((await load()).size).toBe(31);
    await foldIndexFile(link, { kernels });
    expect(filesBeside()).toEqual([basename(path)]);
    expect((await loadIndexFile(link, { kernels })).size).toBe(31);
    rmSync(link);
  });
});

describe('a change without loading', () => {
  test('is that of the methods of HashIndex', async () => {
    const index = small();
    const documents = [{ title: 'a' }, null];
    expect(await addToIndexFile(path, vectors(2, 2), undefined, documents)).toMatchObject({
      ids: index.add(vectors(2, 2), undefined, documents),
      size: 32,
      isGrown: false,
    });
    await upsertInIndexFile(path, vectors(2, 3), [31, 'x'], documents);
    index.upsert(vectors(2, 3), [31, 'x'], documents);
    expect(await removeFromIndexFile(path, [0, 31, 99])).toMatchObject({
      ids: [0, 31],
      size: index.size - index.remove([0, 31, 99]),
    });
    expect((await addToIndexFile(path, vectors(1, 4))).ids).toEqual(index.add(vectors(1, 4)));
    const loaded = await load();
    expect(loaded.ids()).toEqual(index.ids());
    expect(loaded.documents()).toEqual(index.documents());
    expect(loaded.search(vectors(3, 9))).toEqual(index.search(vectors(3, 9)));
  });

  test('knows ids of the file and of the journal, numbers and texts apart', async () => {
    await addToIndexFile(path, vectors(1), ['3']);
    await expect(addToIndexFile(path, vectors(1), ['3'])).rejects.toThrow(/the id "3" is in/);
    await expect(addToIndexFile(path, vectors(1), [3])).rejects.toThrow(/the id 3 is in/);
    expect((await removeFromIndexFile(path, 3)).ids).toEqual([3]);
    expect((await removeFromIndexFile(path, 3)).ids).toEqual([]);
    expect((await addToIndexFile(path, vectors(1), [3])).size).toBe(31);
    // So many that a set of all is made.
    const many = Array.from({ length: 30 }, (_, i) => 29 - i);
    expect((await removeFromIndexFile(path, many)).size).toBe(1);
  });

  test('can not be of more fields than an index may have, counting those of file and journal', async () => {
    const wide = Object.fromEntries(Array.from({ length: 998 }, (_, i) => [`f${i}`, i]));
    await addToIndexFile(path, vectors(1), ['a'], [wide]);
    await addToIndexFile(path, vectors(1), ['b'], [{ last: 1 }]);
    await expect(addToIndexFile(path, vectors(1), ['c'], [{ more: 1 }])).rejects.toThrow(/1,?000/);
    expect((await load()).size).toBe(32);
  });

  test('is refused in an index that has no vector yet, since it may not suit what makes codes', async () => {
    await saveIndexFile(path, HashIndex.create({ kernels }));
    await expect(addToIndexFile(path, vectors(1))).rejects.toThrow(
      /no vectors yet: .*openIndexFile/,
    );
  });

  test('says that a journal should be folded, which folding does', async () => {
    const { isGrown, journalBytes } = await addToIndexFile(path, vectors(60_000, 3));
    expect({ isGrown, journalBytes }).toEqual({ isGrown: true, journalBytes: expect.any(Number) });
    const before = (await load()).save();
    await foldIndexFile(path, { kernels });
    expect(filesBeside()).toEqual([basename(path)]);
    expect(Buffer.compare(readFileSync(path), before)).toBe(0);
  });
});

describe('whatever a killed process leaves', () => {
  const journal = () => `${path}.journal`;

  test('a record that is cut is passed over, said, and written over', async () => {
    await addToIndexFile(path, vectors(1, 2), ['kept']);
    const { length } = readFileSync(journal());
    await addToIndexFile(path, vectors(3, 3), ['lost', 'too', 'and']);
    truncateSync(journal(), length + 100);
    const messages: string[] = [];
    const onWarning = (message: string) => messages.push(message);
    const loaded = await loadIndexFile(path, { kernels, onWarning });
    expect(loaded.ids().slice(-2)).toEqual([29, 'kept']);
    expect(messages).toEqual([expect.stringMatching(/\.journal ends in the midst of a change/)]);
    await addToIndexFile(path, vectors(1, 4), ['next']);
    expect((await load()).ids().slice(-2)).toEqual(['kept', 'next']);
  });

  test('a journal of which not even the head was written is none', async () => {
    for (const length of [0, 7, 31]) {
      writeFileSync(journal(), new Uint8Array(length));
      expect((await loadIndexFile(path, { kernels, onWarning: () => {} })).size).toBe(30);
    }
    await addToIndexFile(path, vectors(1, 4), ['next']);
    expect((await load()).size).toBe(31);
  });

  test('a folded file beside the journal that is in it is not changed by it again', async () => {
    await addToIndexFile(path, vectors(1, 2), ['a']);
    await removeFromIndexFile(path, [5]);
    copyFileSync(journal(), `${path}.old`);
    const before = await load();
    await foldIndexFile(path, { kernels });
    renameSync(`${path}.old`, journal());
    expect((await load()).ids()).toEqual(before.ids());
    // The next who writes puts a journal of the file there.
    await addToIndexFile(path, vectors(1, 3), ['b']);
    expect((await load()).ids()).toEqual([...before.ids(), 'b']);
    const file = await open();
    expect(file.index.size).toBe(31);
    await file.close();
  });

  test('a lock of a process that is no more is passed over, of another machine it is not', async () => {
    const holder = { pid: 2 ** 22 + 1, host: (await import('node:os')).hostname(), token: 'a' };
    writeFileSync(`${path}.lock`, JSON.stringify(holder));
    await addToIndexFile(path, vectors(1));
    // The number of a process that lives was given again since.
    const again = { ...holder, pid: process.pid, start: 'before the machine was started' };
    writeFileSync(`${path}.lock`, JSON.stringify(again));
    await addToIndexFile(path, vectors(1));
    writeFileSync(`${path}.lock`, JSON.stringify({ ...holder, host: 'elsewhere' }));
    await expect(addToIndexFile(path, vectors(1))).rejects.toThrow(
      /open for writing in process \d+ on elsewhere: close it there, or remove .*\.lock if that/,
    );
    expect((await load()).size).toBe(32);
    rmSync(`${path}.lock`);
    expect(filesBeside()).toEqual([basename(path), `${basename(path)}.journal`]);
  });

  test('what is no journal is refused and named', async () => {
    writeFileSync(journal(), 'something else of this name');
    await expect(load()).rejects.toThrow(/\.index\.journal: this is no journal/);
    await expect(addToIndexFile(path, vectors(1))).rejects.toThrow(/\.journal: this is no journal/);
    expect(readFileSync(journal(), 'utf8')).toBe('something else of this name');
  });
});
