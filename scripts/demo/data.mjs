// The files of data that the page loads, made from the bundled images.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const IMAGES = fileURLToPath(new URL('../../data/fashion-mnist', import.meta.url));

/** @param {string} folder */
export async function writeData(folder) {
  mkdirSync(folder, { recursive: true });
  // Packed by gzip; hosts that see `.gz` may unpack it themselves, or say that it is.
  copyFileSync(join(IMAGES, 't10k-images-idx3-ubyte.gz'), join(folder, 'images.bin'));
  copyFileSync(join(IMAGES, 't10k-labels-idx1-ubyte.gz'), join(folder, 'labels.bin'));
}
