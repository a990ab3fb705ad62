import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { Picture } from '../../../../src/core/picture.ts';
import { isPictures, openPictures } from '../../../../src/node/picture-source/open.ts';
import { tarOf, zipOf } from '../../../support/make-archives.ts';
import { fixture, join as joined } from '../../../support/make-files.ts';
import { pictureFile } from '../../../support/picture-fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'hashplane-pictures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);

function write(files: Record<string, Uint8Array | string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
  }
}

const [jpeg, png] = [pictureFile('grey.jpg'), pictureFile('rgb.png')];
const idsOf = async (name: string) => (await openPictures(at(name))).entries.map(({ id }) => id);

describe('openPictures', () => {
  test('finds pictures of a folder by their names, in the order of paths', async () => {
    write({
      'a/b/z.PNG': png,
      'a/Z.jpeg': jpeg,
      'a/b.jpg': jpeg,
      'a/é.jpg': jpeg,
      'a/notes.txt': 'text',
      'a/.thumbnails/x.jpg': jpeg,
      'a/.DS_Store': 'x',
    });
    // Round in a circle.
    symlinkSync(at('a'), at('a/b/again'));
    expect(await idsOf('a')).toEqual(['Z.jpeg', 'b.jpg', 'b/z.PNG', 'é.jpg']);
    // The text, and the link.
    expect(await openPictures(at('a'))).toMatchObject({ kind: 'folder', passedOver: 2 });
  });

  test('reads no picture whose name is no line of a list of ids', async () => {
    write({ 'lines/new\nline.jpg': jpeg, 'lines/o.jpg': jpeg });
    const { entries } = await openPictures(at('lines'));
    await expect(entries[0].read()).rejects.toThrow('its name has a line break: rename it');
    await expect(entries[1].read()).resolves.toHaveLength(jpeg.length);
  });

  test('finds those of archives, whatever the order there', async () => {
    const tar = joined(tarOf('./c/2.png', png).slice(0, -1024), tarOf('c/1.jpg', jpeg));
    write({
      'x.zip': zipOf({ 'c/2.png': png, 'c/1.jpg': jpeg, 'c/._1.jpg': jpeg, 'c/t.txt': jpeg }),
      'x.tar': tar,
      'x.tgz': gzipSync(tar),
    });
    for (const name of ['x.zip', 'x.tar', 'x.tgz']) {
      const { entries, kind } = await openPictures(at(name));
      expect(kind).toBe('archive');
      expect(entries.map(({ id }) => id)).toEqual(['c/1.jpg', 'c/2.png']);
      expect([...((await entries[1].read()) as Uint8Array)]).toEqual([...png]);
    }
  });

  test('takes the later of two members of one name, as unpacking would', async () => {
    const tar = joined(tarOf('1.jpg', png).slice(0, -1024), tarOf('./1.jpg', jpeg));
    write({ 'twice.tar': tar });
    const { entries } = await openPictures(at('twice.tar'));
    expect(entries.map(({ id }) => id)).toEqual(['1.jpg']);
    expect([...((await entries[0].read()) as Uint8Array)]).toEqual([...jpeg]);
  });

  test('knows an archive whose first picture is longer than what is looked at', async () => {
    const head = joined(jpeg, new Uint8Array(2 ** 20));
    write({ 'long.tar': tarOf('1.jpg', head), 'long.tgz': gzipSync(tarOf('1.jpg', head)) });
    for (const name of ['long.tar', 'long.tgz']) expect(await isPictures(at(name))).toBe(true);
  });

  test('keeps the order of a list, whose paths are relative to it', async () => {
    write({ 'l/list.txt': '../a/b.jpg\n\n../a/Z.jpeg\r\n' });
    const { entries } = await openPictures(at('l/list.txt'));
    expect(entries.map(({ id }) => id)).toEqual(['../a/b.jpg', '../a/Z.jpeg']);
    expect([...((await entries[0].read()) as Uint8Array)]).toEqual([...jpeg]);
    write({ 'l/twice.txt': 'x.jpg\nx.jpg\n' });
    await expect(openPictures(at('l/twice.txt'))).rejects.toThrow('lists "x.jpg" twice');
  });

  test("gives CIFAR-10's planes as pixels, with labels, from a folder, an archive, a batch", async () => {
    const batch = fixture('tiny-cifar10.bin').slice(0, 2 * 3073);
    write({
      'cifar/data_batch_2.bin': batch,
      'cifar.tar.gz': gzipSync(tarOf('cifar-10-batches-bin/data_batch_2.bin', batch)),
    });
    for (const name of ['cifar', 'cifar.tar.gz', 'cifar/data_batch_2.bin']) {
      const { entries, labels, classNames, kind } = await openPictures(at(name));
      expect(kind).toBe('cifar10');
      expect(entries.map(({ id }) => id)).toEqual(['0', '1']);
      expect([...labels!]).toEqual([batch[0], batch[3073]]);
      expect(classNames).toHaveLength(10);
      const { width, height, data } = (await entries[1].read()) as Picture;
      expect([width, height]).toEqual([32, 32]);
      const pixel = 5 * 32 + 7;
      const planes = batch.subarray(3074);
      expect([...data.subarray(4 * pixel, 4 * pixel + 4)]).toEqual([
        ...[planes[pixel], planes[1024 + pixel], planes[2048 + pixel]],
        255,
      ]);
    }
  });

  test.each([
    ['nothing', 'no such file or folder'],
    ['bare', 'has no pictures: JPEG and PNG are read'],
    ['table.csv', 'is no picture: give a JPEG or PNG'],
    ['packed.gz', 'it is packed, but no archive'],
    ['animated.jpg', 'animated.jpg is GIF, which is not read: give a JPEG or PNG'],
  ])('refuses %s', async (name, message) => {
    mkdirSync(at('bare'), { recursive: true });
    write({ 'table.csv': '1,2\n3,4\n', 'packed.gz': gzipSync(jpeg), 'animated.jpg': 'GIF89a....' });
    await expect(openPictures(at(name))).rejects.toThrow(message);
  });
});

describe('isPictures', () => {
  test('tells pictures from vectors, which other readers take', async () => {
    write({ 'one.bin': jpeg, 'x.npz': fixture('pair.npz'), 'data.zip': zipOf({ 'x.npy': png }) });
    write({ 'cifar2/data_batch_1.bin': fixture('tiny-cifar10.bin'), 'names.csv': 'a.jpg,1,2\n' });
    for (const name of ['a', 'x.zip', 'x.tar', 'x.tgz', 'l/list.txt', 'one.bin']) {
      expect(await isPictures(at(name)), name).toBe(true);
    }
    const others = ['table.csv', 'x.npz', 'data.zip', 'cifar', 'cifar.tar.gz', 'cifar2'];
    for (const name of [...others, 'names.csv', 'nothing']) {
      expect(await isPictures(at(name)), name).toBe(false);
    }
    // Whoever opens these says why they are none, and no reader of vectors would.
    write({ 'photo.HEIC': '1234ftypheic', 'text.png': 'text' });
    for (const name of ['bare', 'animated.jpg', 'photo.HEIC', 'text.png']) {
      expect(await isPictures(at(name)), name).toBe(true);
    }
  });
});
