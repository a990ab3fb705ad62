// The files of data that the page loads, made from the bundled images and the emoji.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeEmojiData } from './emoji-data.mjs';
import { writeSearchData } from './search-data.mjs';

const FOLDER = fileURLToPath(new URL('../../data/fashion-mnist', import.meta.url));
const IMAGES = join(FOLDER, 't10k-images-idx3-ubyte.gz');
const LABELS = join(FOLDER, 't10k-labels-idx1-ubyte.gz');

/** @param {string} folder */
export async function writeData(folder) {
  mkdirSync(folder, { recursive: true });
  // Packed by gzip; hosts that see `.gz` may unpack it themselves, or say that it is.
  copyFileSync(IMAGES, join(folder, 'images.bin'));
  copyFileSync(LABELS, join(folder, 'labels.bin'));
  await writeSearchData(folder, { images: IMAGES, labels: LABELS });
  await writeEmojiData(folder);
}
