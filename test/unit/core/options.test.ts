import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import { checkOptions } from '../../../src/core/options.ts';
import { HashIndex } from '../../../src/doors/index.ts';
import { svmDualCoordinateDescent } from '../../../src/doors/learning.ts';
import { createKernelsSync } from '../../../src/kernels/create.ts';
import { RandomHyperplanes } from '../../../src/models/random-hyperplanes.ts';

const kernels = createKernelsSync({ backend: 'typescript' });
const NAMES = { k: 1, bits: 1, normalise: 1, centre: 1, maxEpochs: 1, onProgress: 1, signal: 1 };

interface Options {
  k?: number;
  bits?: number;
  normalise?: boolean;
  centre?: boolean;
  maxEpochs?: number;
  onProgress?: () => void;
  signal?: AbortSignal;
}

function refusal(options: unknown): string {
  try {
    checkOptions<Options>('the thing', options as Options, NAMES as never);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidArgumentError);
    return (error as Error).message;
  }
  return 'nothing';
}

describe('options', () => {
  test.each([
    ['normalize', 'normalise'],
    ['center', 'centre'],
    ['bit', 'bits'],
    ['Bits', 'bits'],
    ['max_epochs', 'maxEpochs'],
    ['maxEpoch', 'maxEpochs'],
    ['onprogres', 'onProgress'],
  ])('that are misspelt are refused with the right name: %s', (given, meant) => {
    expect(refusal({ [given]: undefined })).toBe(
      `the thing has no option "${given}": did you mean ${meant}?`,
    );
  });

  test('that are foreign are refused with all that there are', () => {
    for (const given of ['n', 'threads', '__proto__x', 'toString']) {
      expect(refusal({ [given]: 1 })).toBe(
        `the thing has no option "${given}": there are k, bits, normalise, centre, maxEpochs, ` +
          'onProgress, signal',
      );
    }
  });

  test('may be left undefined', () => {
    expect(refusal({ k: undefined, signal: undefined, onProgress: undefined })).toBe('nothing');
    expect(refusal({})).toBe('nothing');
  });

  test.each([
    [null, 'null'],
    ['text', '"text"'],
    [[1], 'an array of 1'],
    [new Uint8Array(2), 'Uint8Array'],
    [Promise.resolve({}), 'a promise: await it first'],
    [() => 1, 'a function'],
  ])('must be an object, not %o', (given, shown) => {
    expect(refusal(given)).toBe(`the options of the thing must be an object, not ${shown}`);
  });

  test('that are functions or signals are told from others', () => {
    expect(refusal({ onProgress: 1 })).toBe('onProgress must be a function, not 1');
    expect(refusal({ signal: new AbortController() })).toBe(
      'signal must be an AbortSignal, not AbortController',
    );
  });
});

describe('what people write', () => {
  const points = [[1, 2, 3]];
  test.each([
    [
      'normalize',
      () => new RandomHyperplanes({ kernels, bits: 8, normalize: false } as never),
      'normalise',
    ],
    ['center', () => new RandomHyperplanes({ kernels, bits: 8, center: false } as never), 'centre'],
    ['costs', () => svmDualCoordinateDescent({ costs: 1 } as never), 'cost'],
    [
      'candidate',
      () => {
        const hasher = new RandomHyperplanes({ kernels, bits: 8 }).fitSync(points);
        HashIndex.create({ kernels, hasher }).search(points, { candidate: 3 } as never);
      },
      'candidates',
    ],
  ])('%s is answered with the right name', (_, call, meant) => {
    expect(call).toThrow(`did you mean ${meant}?`);
  });

  test('kernels that are not awaited are named', () => {
    const unawaited = Promise.resolve(kernels) as never;
    expect(() => new RandomHyperplanes({ kernels: unawaited, bits: 8 })).toThrow(
      'kernels must be what await createKernels() gives, not a promise: await it first',
    );
  });
});
