import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { HashCodes } from '../../src/core/hash-codes.ts';
import { toMatrix } from '../../src/data/arrays/numeric.ts';
import { readNpy } from '../../src/data/numpy/npy.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { loadHasher } from '../../src/models/fitted-hasher.ts';
import { RandomHyperplanes } from '../../src/models/random-hyperplanes.ts';
import { npy } from '../support/make-files.ts';
import { DIMENSIONS, points as values, writeDatasets } from './datasets.ts';
import { expectRefused, hashplane, scratchFolder } from './program.ts';

const folder = scratchFolder();
writeDatasets(folder);
const rows = Array.from({ length: 240 }, (_, i) =>
  values.slice(i * DIMENSIONS, (i + 1) * DIMENSIONS),
);
const FILES = {
  'points.csv': rows.map((row) => row.join(',')).join('\n'),
  'points.jsonl': rows.map((row) => JSON.stringify({ embedding: row })).join('\n'),
  'narrow.npy': npy([1, 2, 3, 4], [2, 2]),
  'half.safetensors': '',
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);

const run = (line: string) => hashplane(line.split(' '), { cwd: folder });
const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
const kernels = createKernelsSync({ backend: 'typescript' });
const points = toMatrix(readNpy(bytes('points.npy')), 'points');

/** Codes from a file that encode wrote. */
function codes(name: string, bits: number, order?: 'little' | 'big'): HashCodes {
  const { shape, dtype, values: packed } = readNpy(bytes(name));
  expect({ shape, dtype }).toEqual({ shape: [240, Math.ceil(bits / 8)], dtype: 'uint8' });
  return HashCodes.fromBytes(packed as Uint8Array, bits, order);
}

beforeAll(async () => {
  const train = 'train points.npy --labels labels.npy --method grh --bits 13 --out grh.safetensors';
  expect(await run(train)).toMatchObject({ code: 0 });
  writeFileSync(join(folder, 'half.safetensors'), bytes('grh.safetensors').subarray(0, 700));
});

describe('hashplane encode', () => {
  test('--model lsh makes the codes of RandomHyperplanes', async () => {
    const { code, stdout, stderr } = await run('encode points.npy --bits 21 --seed 4 --out a.npy');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Wrote a\.npy: 240 codes of 21 bits \(\d+\.\d s, [\w-]+\)\n$/);
    const hasher = new RandomHyperplanes({ kernels, bits: 21, seed: 4 }).fitSync(points);
    expect(codes('a.npy', 21)).toEqual(hasher.encode(points));
  });

  test('with a saved hasher makes its codes, in either order of bits', async () => {
    const expected = loadHasher(kernels, bytes('grh.safetensors')).encode(points);
    await run('encode points.npy --model grh.safetensors --out faiss.npy');
    expect(codes('faiss.npy', 13)).toEqual(expected);
    await run('encode points.npy --model grh.safetensors --bit-order faiss --out same.npy');
    expect(bytes('same.npy')).toEqual(bytes('faiss.npy'));
    await run('encode points.npy --model grh.safetensors --bit-order packbits --out packed.npy');
    expect(codes('packed.npy', 13, 'big')).toEqual(expected);
    expect(bytes('packed.npy')).not.toEqual(bytes('faiss.npy'));
  });

  test.each(['points.csv', 'points.jsonl'])('knows the number of rows of %s', async (name) => {
    await run('encode points.npy --model grh.safetensors --out npy.npy');
    const { stdout } = await run(`encode ${name} --model grh.safetensors --out text.npy`);
    expect(stdout).toMatch(/: 240 codes of 13 bits/);
    expect(bytes('text.npy')).toEqual(bytes('npy.npy'));
  });

  test('makes the same codes on every backend', async () => {
    const backends = ['wasm-simd', 'wasm', 'typescript'];
    for (const backend of backends) {
      await run(`encode points.npy --model grh.safetensors --backend ${backend} --out ${backend}`);
    }
    const [first, ...others] = backends.map(bytes);
    for (const other of others) expect(other).toEqual(first);
  });
});

describe('hashplane encode refuses in one line', () => {
  const model = '--model grh.safetensors';
  test.each<[string, number, RegExp]>([
    ['points.npy', 2, /required option '--out <file>' not specified/],
    [`points.npy ${model} --bits 8 --out x`, 2, /--bits is for --model lsh/],
    [`points.npy ${model} --seed 0 --out x`, 2, /--seed is for --model lsh/],
    [`points.npy ${model} --no-centre --out x`, 2, /--no-centre is for --model lsh/],
    ['points.npy --bit-order big --out x', 2, /--bit-order .*big.*faiss, packbits/],
    ['points.npy --model= --out x', 2, /--model must be a path, not ""/],
    ['points.npy --model nowhere --out x', 1, /nowhere: no such file/],
    ['points.npy --model points.npy --out x', 1, /points\.npy: no hasher: it is no safetensors/],
    ['points.npy --model half.safetensors --out x', 1, /half\.safetensors: .*cut short|bytes/],
    [
      `narrow.npy ${model} --out x`,
      1,
      /narrow\.npy has 2 dimensions where grh\.safetensors hashes points of 16/,
    ],
    [`nowhere.npy ${model} --out x`, 1, /nowhere\.npy: no such file/],
    [`points.npy ${model} --out /dev/null`, 1, /\/dev\/null: it is no file but a device/],
    [`points.npy ${model} --out points.npy/x`, 1, /points\.npy\/x: .*not a folder|it is a file/],
  ])('encode %s', async (line, code, message) => {
    expectRefused(await run(`encode ${line}`), code, message);
    expect(readdirSync(folder)).not.toContain('x');
  });
});
