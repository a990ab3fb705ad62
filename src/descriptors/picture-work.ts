import type { Picture } from '../core/picture.ts';
import type { Kernels } from '../kernels/api.ts';
import {
  type Describer,
  type DescriptorKernels,
  GIST_VALUES,
  hogValues,
} from '../kernels/descriptors/api.ts';
import type { DescriptorSettings } from './settings.ts';

/**
 * The norm of HOG where GIST's is 1: chosen of 0.55 and 0.8 by the classes of the 10 nearest among 10,000
 * training pictures of Fashion-MNIST for 2,000 others of them (.847 and .845).
 */
const HOG_NORM = 0.55;

/** Values of a picture that is described. */
export function descriptorDimensions({ descriptor, side, cell }: DescriptorSettings): number {
  const gist = descriptor === 'hog' ? 0 : GIST_VALUES;
  return gist + (descriptor === 'gist' ? 0 : hogValues(side, cell));
}

/** Describes pictures one by one, on one thread. */
export class PictureWork {
  readonly dimensions: number;
  readonly #kernels: Kernels;
  readonly #settings: DescriptorSettings;
  readonly #describer: Describer;

  constructor(kernels: Kernels, descriptors: DescriptorKernels, settings: DescriptorSettings) {
    const { descriptor, side, cell } = settings;
    this.dimensions = descriptorDimensions(settings);
    this.#kernels = kernels;
    this.#settings = settings;
    this.#describer = descriptors.createDescriber({
      side,
      gist: descriptor !== 'hog',
      cell: descriptor === 'gist' ? null : cell,
    });
  }

  /** Writes the description of a picture that was checked: `dimensions` values. */
  describe({ data, width, height }: Picture, out: Float32Array): void {
    const { descriptor } = this.#settings;
    this.#describer.take(data, width, height);
    if (descriptor === 'gist') this.#describer.gist(out);
    else if (descriptor === 'hog') this.#describer.hog(out);
    else {
      const gist = out.subarray(0, GIST_VALUES);
      const hog = out.subarray(GIST_VALUES);
      this.#describer.gist(gist);
      this.#describer.hog(hog);
      for (const part of [gist, hog]) this.#kernels.normaliseRows(part, 1, part.length, part);
      for (let i = 0; i < hog.length; i++) hog[i] *= HOG_NORM;
    }
  }

  dispose(): void {
    this.#describer.dispose();
  }
}
