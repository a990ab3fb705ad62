import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HashCodes } from '../../../src/core/hash-codes.ts';
import { Matrix } from '../../../src/core/matrix.ts';
import { BACKENDS } from '../../../src/kernels/api.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { describeHasher } from '../../../src/models/describe-hasher.ts';
import { loadHasher } from '../../../src/models/fitted-hasher.ts';

// What any version wrote loads for ever, and makes the codes that it made then. The files are made
// by scripts/golden/hasher-files.mjs, once a format version, and never again.

const FOLDER = new URL('../../fixtures/models/', import.meta.url);
const files = readdirSync(FOLDER);

interface Expected {
  readonly vectors: readonly number[][];
  readonly models: Readonly<
    Record<
      string,
      { method: string; settings: object; training: object; bits: number; codes: string }
    >
  >;
}

const versions = files.filter((name) => name.endsWith('.json'));
const fixtures = versions.flatMap((list) => {
  const { vectors, models } = JSON.parse(readFileSync(new URL(list, FOLDER), 'utf8')) as Expected;
  const version = Number(/^v(\d+)\.json$/.exec(list)?.[1]);
  return Object.entries(models).map(([file, model]) => ({ file, version, vectors, ...model }));
});

test('every format version that is written has its files', () => {
  const kernels = createKernelsSync({ backend: 'typescript' });
  const again = [
    'v1-grh.safetensors',
    'v2-rotation.safetensors',
    'v3-joined.safetensors',
    'v4-scaled.safetensors',
  ].map((file) => describeHasher(loadHasher(kernels, readFileSync(new URL(file, FOLDER))).save()));
  expect(again.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  expect(versions).toEqual(['v1.json', 'v2.json', 'v3.json', 'v4.json']);
  const listed = fixtures.map(({ file }) => file);
  expect(files.filter((name) => name.endsWith('.safetensors')).sort()).toEqual(listed.sort());
});

describe.each(fixtures)('$file', ({ file, version, vectors, bits, codes, ...description }) => {
  const bytes = readFileSync(new URL(file, FOLDER));
  const points = new Matrix(Float32Array.from(vectors.flat()), vectors.length, vectors[0].length);
  const { method, settings, training } = description;

  test.each(BACKENDS)('makes the codes that it always made, on %s', (backend) => {
    const hasher = loadHasher(createKernelsSync({ backend }), bytes);
    const expected = HashCodes.fromBytes(Buffer.from(codes, 'hex'), bits);
    expect(hasher.encode(points)).toEqual(expected);
    expect(hasher.description).toEqual({ method, settings, training });
  });

  test('is described as it was saved', () => {
    expect(describeHasher(bytes)).toMatchObject({
      format: 'hashplane-hasher',
      version,
      method,
      settings,
      training,
      bits,
      dimensions: points.cols,
    });
  });
});
