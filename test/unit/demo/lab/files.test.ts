import { describe, expect, it } from 'vitest';
import { npyHeader } from '../../../../src/data/numpy/npy.ts';
import { load } from '../../../../src/demo/lab/calls/own-data.ts';
import {
  inspectFile,
  MOST_BYTES,
  type OwnFiles,
  readFiles,
} from '../../../../src/demo/lab/files.ts';
import { bundledLab } from './bundled-lab.ts';

const file = (name: string, ...parts: (string | Uint8Array | Float32Array | Int32Array)[]) =>
  new File(parts as BlobPart[], name);
const csv = (rows: number, line: (i: number) => string, header = 'a,b,class') =>
  file('rows.csv', [header, ...Array.from({ length: rows }, (_, i) => line(i))].join('\n'));
const points = (rows: number) =>
  file(
    'points.npy',
    npyHeader('<f4', [rows, 3]),
    Float32Array.from({ length: 3 * rows }, (_, i) => Math.sin(i)),
  );

const quiet = { report: () => {}, signal: new AbortController().signal };
const read = (files: OwnFiles) => readFiles(files, quiet);

describe('files of the reader', () => {
  it('give points with the labels of a column', async () => {
    const { dataset, notes } = await read({
      points: csv(20, (i) => `${i},${i % 3},${i % 2 ? 'odd' : 'even'}`),
    });
    expect(dataset).toMatchObject({
      name: 'rows.csv',
      classNames: ['even', 'odd'],
      isBundled: false,
    });
    expect([...(dataset.labels ?? [])].slice(0, 3)).toEqual([0, 1, 0]);
    expect(notes).toEqual([]);
  });

  it('give points with the labels of a second file', async () => {
    const labels = file(
      'y.npy',
      npyHeader('<i4', [12]),
      Int32Array.from({ length: 12 }, (_, i) => i % 3),
    );
    const { dataset } = await read({ points: points(12), labels });
    expect([...(dataset.labels ?? [])].slice(0, 4)).toEqual([0, 1, 2, 0]);
  });

  it('need no labels, and name the columns that may be them', async () => {
    const { dataset, unread } = await read({
      points: csv(20, (i) => `${i},${i % 3},k${i % 2}`, 'a,b,kind'),
    });
    expect(dataset.labels).toBeNull();
    expect(dataset.points.cols).toBe(2);
    expect(unread).toEqual(['kind']);
    const again = await read({
      points: csv(20, (i) => `${i},${i % 3},k${i % 2}`, 'a,b,kind'),
      labelColumn: 'kind',
    });
    expect(again.dataset.classNames).toEqual(['k0', 'k1']);
  });

  it('are pictures where their shape says so', async () => {
    const pixels = Uint8Array.from({ length: 10 * 6 * 4 }, (_, i) => i % 256);
    const { dataset } = await read({ points: file('i.npy', npyHeader('|u1', [10, 6, 4]), pixels) });
    expect(dataset.image).toEqual({ width: 4, height: 6, channels: 1 });
  });

  it('are told in one line what is wrong, with their name', async () => {
    await expect(read({ points: csv(3, (i) => `${i},1,c`) })).rejects.toThrow(
      'rows.csv has 3 rows: give at least 10, some to search for and some to find',
    );
    await expect(read({ points: file('x.bin', 'x\0y') })).rejects.toThrow(
      /^x\.bin: .*format is not known/,
    );
    const labels = file('y.npy', npyHeader('<i4', [5]), new Int32Array(5));
    await expect(read({ points: points(12), labels })).rejects.toThrow(
      'points.npy: there must be a label for each point, but there are 5 labels for 12 points',
    );
  });

  it('may be cancelled', async () => {
    const controller = new AbortController();
    const report = () => controller.abort(new Error('enough'));
    await expect(
      readFiles({ points: points(12) }, { report, signal: controller.signal }),
    ).rejects.toThrow('enough');
  });

  it('that fail leave the dataset as it was', async () => {
    const lab = await bundledLab();
    await load(lab, { points: points(12) }, quiet);
    await expect(load(lab, { points: file('x.bin', 'x\0y') }, quiet)).rejects.toThrow();
    expect((await lab.dataset).name).toBe('points.npy');
    lab.use(null);
    expect((await lab.dataset).name).toBe('Fashion-MNIST');
  });
});

describe('what a file will take', () => {
  it('follows from the first bytes of an .npy file', async () => {
    const { shape, memory, bytes } = await inspectFile(points(1000));
    expect(shape).toEqual([1000, 3]);
    // The file, prepared points of 4 bytes a value, and 1 more for exact search.
    expect(memory).toBe(bytes + 5 * 3000);
  });

  it('is refused beyond a limit, before anything is read', async () => {
    const huge = { name: 'huge.npy', size: MOST_BYTES + 1 } as File;
    await expect(inspectFile(huge)).rejects.toThrow(
      'this page reads files up to 1 GiB: give a part of the rows',
    );
  });
});
