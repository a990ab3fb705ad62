import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../src/core/errors.ts';
import { toMatrix } from '../../../../src/data/arrays/numeric.ts';
import { listMat73 } from '../../../../src/data/matlab/mat73.ts';
import { expected, failure, fixture } from '../../../support/make-files.ts';

const MAX = 2 ** 24;
const X = Float32Array.from(expected.X.flat());

async function readX(bytes: Uint8Array): Promise<Float32Array> {
  const variables = await listMat73(bytes, MAX);
  return toMatrix(await variables.find(({ name }) => name === 'X')!.read()).data;
}

describe('HDF5 files', () => {
  test('of MATLAB are column-major', async () => {
    const [x, labels] = await listMat73(fixture('v73.mat'), MAX);
    expect(x).toMatchObject({ name: 'X', kind: 'float64', shape: [7, 5] });
    expect((await x.read()).fortranOrder).toBe(true);
    expect(labels).toMatchObject({ name: 'X_class', kind: 'uint8', shape: [1, 7] });
    expect(await readX(fixture('v73.mat'))).toEqual(X);
  });

  test('of others are row-major, and of any byte order', async () => {
    expect(await readX(fixture('plain.h5'))).toEqual(X);
    const kinds = (await listMat73(fixture('plain.h5'), MAX)).map(({ name, kind }) => [name, kind]);
    expect(Object.fromEntries(kinds)).toEqual({
      X: 'float64',
      complex: 'compound type',
      elsewhere: 'link to another file',
      text: 'text',
      y: 'int32',
    });
  });

  test('refuse to read what holds no numbers', async () => {
    for (const variable of await listMat73(fixture('plain.h5'), MAX)) {
      if (['X', 'y'].includes(variable.name)) continue;
      expect((await failure(() => variable.read())).message).toMatch(
        /must be (an array of )?numbers/,
      );
    }
  });

  // The library gives uninitialised memory for a chunk that it can't inflate.
  test('a damaged chunk is refused, wherever it is damaged', async () => {
    const file = fixture('v73.mat');
    const [start, size] = [4528, 291];
    let refused = 0;
    for (let at = start; at < start + size; at += 2) {
      const spoilt = file.slice();
      spoilt[at] ^= 0x10;
      try {
        // The level of compression, in the header of the stream, says nothing to the reader.
        expect(await readX(spoilt)).toEqual(X);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(size / 2 - 5);
  });

  test('what claims more than the file can hold is refused before it is allocated', async () => {
    const error = await failure(async () => {
      const [x] = await listMat73(fixture('v73.mat'), 100);
      await x.read();
    });
    expect(error.message).toMatch(/X claims 280 bytes in a file of 6848/);
  });
});
