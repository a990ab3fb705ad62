// Archives as other programs write them: nanotar and zip.js are the oracles of the readers.
import { Uint8ArrayWriter, Uint8ArrayReader as ZipSource, ZipWriter } from '@zip.js/zip.js';
import fc from 'fast-check';
import { createTar, parseTar } from 'nanotar';
import { describe, expect, test } from 'vitest';
import { isTar, listTar } from '../../src/data/archives/tar.ts';
import { isZip, listZip, readZipMember } from '../../src/data/archives/zip.ts';
import { tarOf } from '../support/make-archives.ts';
import { join } from '../support/make-files.ts';

const MAX_BYTES = 2 ** 20;

type Members = Record<string, Uint8Array>;

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_. -]{0,20}$/),
  fc.constantFrom('größe', '数据', 'données.npy'),
);

/** Files by names that differ, some of them within folders. */
function membersOf(): fc.Arbitrary<Members> {
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const data = fc.oneof(
    fc.uint8Array({ maxLength: 1500 }),
    // What deflate makes small.
    fc.tuple(fc.nat(255), fc.nat(20_000)).map(([value, n]) => new Uint8Array(n).fill(value)),
  );
  const files = fc.uniqueArray(fc.tuple(path, data), {
    selector: ([key]) => key,
    minLength: 1,
    maxLength: 4,
  });
  return files.map((entries) => Object.fromEntries(entries));
}

/** As `toEqual`, without its walk through every byte. */
function expectSame(read: Members, files: Members): void {
  expect(Object.keys(read)).toEqual(Object.keys(files));
  const isSame = (name: string) => Buffer.from(read[name]).equals(files[name]);
  expect(Object.keys(files).filter((name) => !isSame(name))).toEqual([]);
}

/** nanotar 0.3.0 fills up blocks of 10,240 bytes: an archive that fills its last one has no end. */
function tarred(files: Parameters<typeof createTar>[0]): Uint8Array {
  return join(createTar(files), new Uint8Array(1024));
}

describe('a tar archive of nanotar', () => {
  test('is read as the files that it was made of', () => {
    fc.assert(
      fc.property(membersOf(), (files) => {
        const entries = Object.entries(files).map(([name, data]) => ({ name, data }));
        const archive = tarred(entries);
        expect(isTar(archive)).toBe(true);
        const read = listTar(archive).map(({ name, start, end }) => [
          name,
          archive.slice(start, end),
        ]);
        expectSame(Object.fromEntries(read), files);
      }),
      { numRuns: 100 },
    );
  });

  test('with folders in it gives the files alone', () => {
    const data = Uint8Array.of(1, 2, 3);
    const archive = tarred([{ name: 'folder' }, { name: 'folder/file.bin', data }]);
    const [member, ...others] = listTar(archive);
    expect(others).toEqual([]);
    expect(member.name).toBe('folder/file.bin');
    expect(archive.slice(member.start, member.end)).toEqual(data);
  });

  test('is refused where a name leaves the folder', () => {
    const archive = tarred([{ name: '../file', data: Uint8Array.of(1) }]);
    expect(() => listTar(archive)).toThrow('is named by no plain relative path');
  });
});

test('nanotar reads the tar archives of the tests as they are meant', () => {
  const data = Uint8Array.from({ length: 700 }, (_, i) => i);
  const [file] = parseTar(tarOf('folder/file.bin', data));
  expect({ name: file.name, data: new Uint8Array(file.data!) }).toEqual({
    name: 'folder/file.bin',
    data,
  });
});

interface ZipSettings {
  readonly level: number;
  readonly zip64: boolean;
  readonly dataDescriptor: boolean;
  readonly comment: string;
}

async function zipped(files: Members, { comment, ...settings }: ZipSettings): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { ...settings, useWebWorkers: false });
  for (const [name, data] of Object.entries(files)) await writer.add(name, new ZipSource(data));
  return writer.close(new TextEncoder().encode(comment));
}

async function unzipped(archive: Uint8Array): Promise<Members> {
  const read = listZip(archive).map(
    async (member) => [member.name, await readZipMember(archive, member, MAX_BYTES)] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

describe('a zip archive of zip.js', () => {
  const settings = fc.record({
    level: fc.constantFrom(0, 1, 6, 9),
    zip64: fc.boolean(),
    dataDescriptor: fc.boolean(),
    comment: fc.constantFrom('', 'a comment', 'PK\u0005\u0006'),
  });

  test('is read as the files that it was made of: stored, deflated, zip64, streamed', async () => {
    await fc.assert(
      fc.asyncProperty(membersOf(), settings, async (files, how) => {
        const archive = await zipped(files, how);
        expect(isZip(archive)).toBe(true);
        expectSame(await unzipped(archive), files);
      }),
      { numRuns: 40 },
    );
  });

  test('is refused, not read wrong, where a byte of a file has changed', async () => {
    const file = Uint8Array.from({ length: 300 }, (_, i) => i * i);
    const archive = await zipped(
      { 'a.bin': file },
      { level: 0, zip64: false, dataDescriptor: false, comment: '' },
    );
    const [{ start }] = listZip(archive);
    archive[start + 20] ^= 1;
    await expect(unzipped(archive)).rejects.toThrow('its checksum is wrong');
  });

  test('with a password is refused by name', async () => {
    const writer = new ZipWriter(new Uint8ArrayWriter(), { password: 'x', useWebWorkers: false });
    await writer.add('a.bin', new ZipSource(Uint8Array.of(1, 2, 3)));
    const archive = await writer.close();
    expect(() => listZip(archive)).toThrow('"a.bin" is encrypted');
  });
});
