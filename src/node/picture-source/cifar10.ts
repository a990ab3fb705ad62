import type { Picture } from '../../core/picture.ts';
import { readCifar10, readCifar10Tar } from '../../data/binary/cifar10.ts';
import { CLASS_NAMES } from '../../data/dataset/class-names.ts';
import type { PictureSource } from './types.ts';

const SIDE = 32;
const PIXELS = SIDE * SIDE;
const VALUES = 3 * PIXELS;

/**
 * CIFAR-10's images in the order of its files: those of training from 0 on, then those of the test. Their
 * ids are their numbers.
 *
 * @param files - the unpacked archive, or the batches.
 */
export function cifar10Pictures(
  path: string,
  files: readonly Uint8Array[],
  read: 'tar' | 'batches' = 'tar',
): PictureSource {
  const { images, labels } = read === 'tar' ? readCifar10Tar(files[0]) : readCifar10(files);
  const values = images.values as Uint8Array;
  const entries = Array.from({ length: images.shape[0] }, (_, row) => ({
    id: String(row),
    read: async () => pictureOf(values.subarray(row * VALUES, (row + 1) * VALUES)),
  }));
  return {
    path,
    kind: 'cifar10',
    entries,
    passedOver: 0,
    labels: Int32Array.from(labels.values as Uint8Array),
    classNames: CLASS_NAMES['cifar-10'],
  };
}

/** Planes of red, green and blue as RGBA. */
function pictureOf(planes: Uint8Array): Picture {
  const data = new Uint8ClampedArray(4 * PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    data[4 * i] = planes[i];
    data[4 * i + 1] = planes[PIXELS + i];
    data[4 * i + 2] = planes[2 * PIXELS + i];
    data[4 * i + 3] = 255;
  }
  return { width: SIDE, height: SIDE, data };
}
