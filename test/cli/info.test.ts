import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeSafetensors } from '../../src/data/safetensors/safetensors.ts';
import { fixture, npy } from '../support/make-files.ts';
import { expectRefused, hashplane, scratchFolder } from './program.ts';

const folder = scratchFolder();
const fixtures = new URL('../fixtures/files/', import.meta.url).pathname;

async function info(...args: string[]) {
  const { code, stdout, stderr } = await hashplane(['info', ...args], { cwd: folder });
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

const json = async (...args: string[]) => JSON.parse(await info(...args, '--json'));

describe('info', () => {
  test('names format, arrays, shapes, types and values', async () => {
    expect(await json(join(fixtures, 'pair.npz'))).toEqual({
      format: 'npz',
      arrays: [
        {
          name: 'X',
          shape: [7, 5],
          dtype: 'float32',
          min: expect.closeTo(0.012781),
          max: expect.closeTo(0.941807),
          mean: expect.closeTo(0.456884),
        },
        { name: 'y', shape: [7], dtype: 'uint8', min: 0, max: 9, mean: 15 / 7 },
      ],
    });
  });

  test.each([
    ['v4-double.mat', 'mat4', 2],
    ['v5-single-int.mat', 'mat5', 4],
    ['v73.mat', 'mat7.3', 2],
    ['npy-f8-fortran.npy', 'npy', 1],
    ['pair.safetensors', 'safetensors', 2],
    ['tiny-idx3-ubyte.gz', 'idx', 1],
    ['tiny.ivecs', 'ivecs', 1],
    ['tiny-cifar10.bin', 'cifar10', 2],
    ['table.csv', 'csv', 3],
    ['pair-zstd-v2.parquet', 'parquet', 3],
    ['../kinds/frame.feather', 'arrow', 2],
    ['../kinds/base.u8bin', 'u8bin', 1],
    ['../kinds/truth.ibin', 'ground-truth', 2],
    ['../kinds/others.npz', 'npz', 6],
    ['../kinds/kinds-v73.mat', 'mat7.3', 8],
  ])('knows %s', async (name, format, count) => {
    const { format: found, arrays } = await json(join(fixtures, name));
    expect([found, arrays.length]).toEqual([format, count]);
  });

  test('reads the folder of Arrow files that save_to_disk makes', async () => {
    const { format, arrays } = await json(join(fixtures, '../kinds/hugging-face'));
    expect(format).toBe('arrow');
    expect(arrays[0]).toMatchObject({ name: 'embedding', shape: [12, 4], dtype: 'float32' });
  });

  test('names what is not read, and why, beside what is', async () => {
    const file = join(fixtures, '../kinds/kinds.h5');
    const { format, arrays } = await json(file);
    expect(format).toBe('hdf5');
    const named = (wanted: string) =>
      arrays.find(({ name }: { name: string }) => name === wanted) as Record<string, unknown>;
    expect(named('X')).toMatchObject({ dtype: 'float16', min: -1.5, max: 1.5 });
    expect(named('record')).toMatchObject({ dtype: 'compound type (not read)', min: null });
    expect(named('lzf').notRead).toMatch(/packed with lzf, which is not read/);
    expect(await info(file)).toMatch(/^lzf: lzf is packed with lzf/m);
    expect((await json(join(fixtures, '../kinds/frame.parquet'))).metadata).toMatchObject({
      columns: 'a, b, c, d',
    });
  });

  test('reads the folder of CIFAR-10', async () => {
    mkdirSync(join(folder, 'batches'));
    writeFileSync(join(folder, 'batches/data_batch_1.bin'), fixture('tiny-cifar10.bin'));
    writeFileSync(join(folder, 'batches/test_batch.bin'), fixture('tiny-cifar10.bin'));
    const { format, arrays } = await json('batches');
    expect(format).toBe('cifar10');
    expect(arrays[0]).toMatchObject({ shape: [10, 3072] });
  });

  test('says what a file says of itself, and counts what is not finite', async () => {
    const values = Float32Array.of(1, Number.NaN, 3);
    const tensors = new Map([['w', { shape: [3], dtype: 'float32' as const, values }]]);
    const metadata = new Map([
      ['format', 'hashplane-note'],
      ['__proto__', 'x'],
    ]);
    writeFileSync(join(folder, 'model.safetensors'), writeSafetensors(tensors, metadata));
    const text = await info('model.safetensors');
    expect(text).toMatch(/^model\.safetensors: hashplane-note\n/);
    expect(text).toMatch(/w: 1 values are NaN or infinite/);
    expect(text).toMatch(/^__proto__ {2}x$/m);
    const description = await json('model.safetensors');
    expect(description.arrays[0]).toMatchObject({ min: 1, max: 3, mean: 2, notFinite: 1 });
    expect(description.format).toBe('hashplane-note');
  });

  test('prints names without the commands that they hold', async () => {
    const tensors = new Map([
      ['\u001b[31mred\n', { shape: [1], dtype: 'uint8' as const, values: Uint8Array.of(1) }],
    ]);
    writeFileSync(join(folder, 'x.safetensors'), writeSafetensors(tensors));
    expect(await info('x.safetensors')).not.toContain('\u001b');
  });

  test.each<[string, Uint8Array | string, RegExp]>([
    ['unknown.bin', 'no data', /unknown\.bin: the format is not known: none of .*Parquet/],
    ['cut.npy', npy([1, 2], [2]).slice(0, -1), /cut\.npy: .*8 bytes, but 7 follow \(at byte/],
  ])('refuses %s', async (name, content, message) => {
    writeFileSync(join(folder, name), content);
    expectRefused(await hashplane(['info', name], { cwd: folder }), 1, message);
  });
});

describe('data get', () => {
  const unreachable = { HASHPLANE_DATA_ADDRESS: 'http://127.0.0.1:1' };

  test('says without a network where the file goes by hand', async () => {
    const run = await hashplane(['data', 'get', 'cifar10'], { cwd: folder, env: unreachable });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(
      /^hashplane: can't download http:\/\/127\.0\.0\.1:1\/cifar10\/cifar-10-binary\.tar\.gz: .* By hand: put cifar-10-binary\.tar\.gz \(SHA-256 [0-9a-f]{64}\) into data\/cifar10 and run this again\n$/,
    );
  });

  test('refuses unknown names, and helps', async () => {
    expectRefused(await hashplane(['data', 'get', 'imagenet']), 2, /cifar10, mnist, fashion-mnist/);
    const help = await hashplane(['data']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toMatch(/hashplane data get cifar10/);
  });
});
