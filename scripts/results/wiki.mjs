// Joins both parts of the Wikipedia pairs (wiki.mat) as the paper does, for `hashplane evaluate`:
// `node scripts/results/wiki.mjs wiki.mat FOLDER` writes images.npy, texts.npy and labels.npy.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContentsFile } from 'hashplane/node';
import { npy } from '../shared/npy.mjs';

const [file, folder] = process.argv.slice(2);
if (!file || !folder) {
  console.error('usage: node scripts/results/wiki.mjs wiki.mat FOLDER');
  process.exit(2);
}
const { arrays } = await readContentsFile(file);
mkdirSync(folder, { recursive: true });
for (const [name, variable, dtype, Kept] of /** @type {const} */ ([
  ['images', 'I', '<f4', Float32Array],
  ['texts', 'T', '<f4', Float32Array],
  ['labels', 'L', '<i4', Int32Array],
])) {
  const parts = await Promise.all(['tr', 'te'].map((part) => rowsOf(`${variable}_${part}`)));
  const values = Kept.from(parts.flatMap((part) => part.values));
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const shape = name === 'labels' ? [rows] : [rows, values.length / rows];
  writeFileSync(join(folder, `${name}.npy`), npy(new Uint8Array(values.buffer), dtype, shape));
}

/** Values row by row. */
async function rowsOf(name) {
  const array = arrays.find((one) => one.name === name);
  if (!array) throw new Error(`${file} has no ${name}`);
  const { values, shape, fortranOrder } = await array.read();
  const [rows, cols] = [shape[0], shape[1] ?? 1];
  const at = (row, col) => (fortranOrder ? col * rows + row : row * cols + col);
  const all = Array.from({ length: rows * cols }, (_, i) =>
    Number(values[at(Math.floor(i / cols), i % cols)]),
  );
  return { values: all, rows };
}
