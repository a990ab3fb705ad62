import { drawRotation } from '../../core/rotation.ts';
import { rotatedHyperplanes } from '../rotated-hasher.ts';
import { checkInitialising, type Initialiser } from './initialiser.ts';

/**
 * The rows of a pseudo-random rotation, drawn from the hasher's seed as RandomRotations draws it:
 * hyperplanes at right angles to each other. As first bits of GraphRegularisedHashing they become
 * hyperplanes like others. Cost: dimensions rotated points.
 */
export function rotationInitialiser(): Initialiser {
  return {
    name: 'rotation',
    settings: {},
    async fit(...given) {
      checkInitialising(...given);
      const [kernels, points, bits, { random }] = given;
      const hyperplanes = rotatedHyperplanes(kernels, drawRotation(random, points.cols, bits));
      return { hyperplanes, offsets: null, featureMap: null };
    },
  };
}
