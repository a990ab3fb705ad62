// How many of the ten nearest by cosine are of a picture's class, by descriptor, on Fashion-MNIST: the first
// 1,000 test images ask, the first 10,000 training images are searched.
//   node scripts/results/picture-neighbours.mjs [FOLDER] [--write]
// FOLDER has the four files of the data set, by default where Debian's dataset-fashion-mnist puts them;
// --write puts the table into docs/pictures.md.
import { createKernels, ExactSearch } from 'hashplane';
import { createThreadPool, readDatasetFile } from 'hashplane/node';
import { DESCRIPTORS, PictureDescriptor } from 'hashplane/pictures';
import { fillSections } from '../shared/marked-sections.mjs';
import { squareImages } from '../shared/square-images.mjs';

const K = 10;
const WANTED = { gist: 0.829, hog: 0.83, 'gist+hog': 0.84 };
const given = process.argv.slice(2).filter((word) => word !== '--write');
const [folder = '/usr/share/datasets/fashion-mnist'] = given;

const database = await part('train', 10_000);
const queries = await part('t10k', 1000);
const kernels = await createKernels();
const pool = await createThreadPool();
const rows = [['raw pixels', precision(database.points, queries.points), '']];
for (const name of DESCRIPTORS) {
  process.stderr.write(`describing by ${name}\n`);
  const descriptor = new PictureDescriptor({ kernels, descriptor: name, side: 28 });
  const describe = ({ points }) => descriptor.describe([...squareImages(points)], { pool });
  const [near, asked] = [await describe(database), await describe(queries)];
  rows.push([`\`${name}\``, precision(near, asked), String(WANTED[name] ?? '')]);
  descriptor.dispose();
}
await pool.close();
const table = [
  '| | precision@10 | wanted |',
  '|--|--:|--:|',
  ...rows.map(([name, measured, wanted]) => `| ${name} | ${measured} | ${wanted} |`),
].join('\n');
process.stdout.write(`${table}\n`);
if (process.argv.includes('--write')) fillSections('docs/pictures.md', { neighbours: table });

async function part(name, count) {
  const at = (kind) => `${folder}/${name}-${kind}-ubyte.gz`;
  const { points, labels } = await readDatasetFile(at('images-idx3'), {
    labels: at('labels-idx1'),
  });
  return { points: points.slice(0, count), labels: labels.slice(0, count) };
}

function precision(near, asked) {
  const search = new ExactSearch(kernels, near, 'cosine');
  let right = 0;
  for (let q = 0; q < asked.rows; q++) {
    const found = search.nearest(asked.row(q), K);
    for (const row of found.rows) right += database.labels[row] === queries.labels[q] ? 1 : 0;
  }
  search.dispose();
  return (right / (K * asked.rows)).toFixed(3);
}
