// What the first view searches: an index of the bundled images, and vectors of words that find them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKernels, HashIndex, Matrix } from 'hashplane';
import { readDatasetFile } from 'hashplane/node';
import { traitsOf } from './traits.mjs';

/** Every tenth picture is looked at with its words; the others are found without. */
const SAMPLE_EVERY = 10;

/** What people call a class, the best known name first. */
const NAMES = {
  'T-shirt/top': ['t-shirt', 'tee', 'top'],
  Trouser: ['trousers', 'pants', 'jeans'],
  Pullover: ['pullover', 'sweater', 'jumper', 'sweatshirt'],
  Dress: ['dress', 'gown'],
  Coat: ['coat', 'jacket'],
  Sandal: ['sandal', 'heel', 'flip-flop'],
  Shirt: ['shirt', 'blouse'],
  Sneaker: ['sneaker', 'trainer', 'shoe'],
  Bag: ['bag', 'handbag', 'purse'],
  'Ankle boot': ['boot', 'ankle boot'],
};
const TRAITS = {
  shade: { dark: ['dark', 'black'], pale: ['pale', 'light', 'white', 'bright'] },
  outline: { slim: ['slim', 'narrow', 'thin'], wide: ['wide', 'broad'] },
  surface: { plain: ['plain', 'smooth'], patterned: ['patterned', 'striped', 'printed'] },
};

/**
 * Writes `fashion.index` and `words.json`.
 *
 * @param {string} folder
 * @param {{ images: string, labels: string }} files
 */
export async function writeSearchData(folder, { images, labels }) {
  const dataset = await readDatasetFile(images, { labels, classNames: 'fashion-mnist' });
  const { points, classNames } = dataset;
  if (!classNames) throw new Error('the bundled images have names of classes');
  const pictures = Array.from({ length: points.rows }, (_, row) => points.row(row));
  const { traits, rules } = traitsOf(pictures);
  const documents = traits.map((own, row) => ({
    name: classNames[dataset.labels[row]],
    ...own,
  }));
  const mean = meanOf(pictures);
  const centred = new Float32Array(points.data.length);
  for (let i = 0; i < centred.length; i++) centred[i] = points.data[i] - mean[i % points.cols];
  const vectors = new Matrix(centred, points.rows, points.cols);
  const index = HashIndex.create({ kernels: await createKernels(), keepVectors: 'int8' });
  index.add(vectors, undefined, documents);
  writeFileSync(join(folder, 'fashion.index'), index.save());
  const words = wordsOf(vectors, documents);
  const about = { rows: points.rows, sample: Math.ceil(points.rows / SAMPLE_EVERY), rules };
  writeFileSync(join(folder, 'words.json'), JSON.stringify({ ...about, mean, words }));
}

/** A word's vector is the mean of the pictures of the sample that carry it (Rocchio 1971). */
function wordsOf(vectors, documents) {
  return Object.entries({ name: NAMES, ...TRAITS }).flatMap(([field, values]) =>
    Object.entries(values).map(([value, names]) => {
      const carriers = [];
      for (let row = 0; row < vectors.rows; row += SAMPLE_EVERY) {
        if (documents[row][field] === value) carriers.push(vectors.row(row));
      }
      const vector = meanOf(carriers);
      const largest = Math.max(...vector.map(Math.abs));
      // Whole numbers make a small file; only the direction counts.
      const rounded = vector.map((each) => Math.round((127 * each) / largest));
      return { names, field, value, pictures: carriers.length, vector: rounded };
    }),
  );
}

/** @param {readonly ArrayLike<number>[]} rows */
function meanOf(rows) {
  const mean = new Array(rows[0].length).fill(0);
  for (const row of rows) for (let j = 0; j < mean.length; j++) mean[j] += row[j];
  return mean.map((sum) => Math.round((100 * sum) / rows.length) / 100);
}
