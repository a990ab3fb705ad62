// The emoji of data/emoji: pictures, names and keywords, groups and families.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readContentsFile } from 'hashplane/node';

const FOLDER = fileURLToPath(new URL('../../data/emoji/', import.meta.url));

/**
 * @returns {Promise<{
 *   groups: string[],
 *   emoji: { emoji: string, name: string, keywords: string[], group: number, subgroup: string, family: string }[],
 *   pictures: { width: number, height: number, data: Uint8Array }[],
 * }>}
 */
export async function readEmoji() {
  const { about, emoji } = JSON.parse(readFileSync(`${FOLDER}emoji.json`, 'utf8'));
  const { arrays } = await readContentsFile(`${FOLDER}pictures.npy.gz`);
  const { values, shape } = await arrays[0].read();
  if (!(values instanceof Uint8Array)) throw new Error('pictures must be bytes');
  const [count, height, width, channels] = shape;
  const size = height * width * channels;
  const pictures = Array.from({ length: count }, (_, i) => ({
    width,
    height,
    data: values.subarray(i * size, (i + 1) * size),
  }));
  return { groups: about.groups, emoji, pictures };
}
