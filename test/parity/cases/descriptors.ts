import type { Kernels } from '../../../src/kernels/api.ts';
import { GIST_VALUES, hogValues } from '../../../src/kernels/descriptors/api.ts';
import { descriptorKernels } from '../../../src/kernels/descriptors/kernels.ts';
import { bytesOf, type ParityCase, soiled, whileResident } from '../../support/parity-case.ts';
import { patternPicture } from '../../support/pictures.ts';

// Transforms of 72 = 2 4 3 3, 76 = 19 4, 84 = 7 4 3, 92 = 23 4, 96, 100 = 5 5 4 and 128 = 4 4 4 2.
const GIST_SIDES = [8, 12, 20, 28, 32, 36, 64];
const HOG_SIZES = [
  [8, 1],
  [9, 3],
  [14, 7],
  [32, 4],
  [33, 11],
  [40, 8],
] as const;
/** Pictures that are smaller and larger than what they become, long and high. */
const SHAPES = [
  [1, 1],
  [3, 2],
  [1, 40],
  [32, 32],
  [50, 7],
  [97, 131],
] as const;

/** What is described of pictures of every shape. */
export function* descriptorCases(): Generator<ParityCase> {
  for (const [width, height] of SHAPES) {
    for (const side of GIST_SIDES) {
      // A twin in TypeScript takes its time for large transforms.
      if (side > 40 && width !== 97) continue;
      yield {
        family: 'GIST of pictures',
        name: `${width} x ${height}, side ${side}`,
        run: (kernels) => described(kernels, width, height, side, null),
      };
    }
    for (const [side, cell] of HOG_SIZES) {
      yield {
        family: 'HOG of pictures',
        name: `${width} x ${height}, side ${side}, cell ${cell}`,
        run: (kernels) => described(kernels, width, height, side, cell),
      };
    }
  }
}

function described(
  kernels: Kernels,
  width: number,
  height: number,
  side: number,
  cell: number | null,
): Uint8Array {
  const { data } = patternPicture(width, height, 3);
  // Some pixels are half transparent, others wholly.
  for (let i = 3; i < data.length; i += 28) data[i] = i % 256;
  const describer = descriptorKernels(kernels).createDescriber({
    side,
    gist: cell === null,
    cell,
  });
  return whileResident(describer, () => {
    const grey = soiled(new Float32Array(side * side));
    const values = soiled(new Float32Array(cell === null ? GIST_VALUES : hogValues(side, cell)));
    describer.take(data, width, height);
    describer.grey(grey);
    if (cell === null) describer.gist(values);
    else describer.hog(values);
    return bytesOf(grey, values);
  });
}
