// Describes the images of a dataset, for `hashplane evaluate`:
//   node scripts/results/describe-images.mjs train.gz test.gz --labels train-y.gz --labels test-y.gz
//     --out described.safetensors [--descriptor gist+hog] [--side 28]
// Files are IDX of grey images, or whatever else has square grey images as rows of values 0 to 255.
import { parseArgs } from 'node:util';
import { createKernels } from 'hashplane';
import { writeSafetensors } from 'hashplane/data';
import { createThreadPool, readDatasetFile, writeFileAtomic } from 'hashplane/node';
import { DESCRIPTORS, PictureDescriptor } from 'hashplane/pictures';
import { squareImages } from '../shared/square-images.mjs';

const { values, positionals } = parseArgs({
  options: {
    labels: { type: 'string', multiple: true, default: [] },
    out: { type: 'string' },
    descriptor: { type: 'string', default: 'gist+hog' },
    side: { type: 'string' },
  },
  allowPositionals: true,
});
if (positionals.length === 0 || !values.out) {
  process.stderr.write('give the files of images, and --out\n');
  process.exit(1);
}
const datasets = await Promise.all(
  positionals.map((file, i) => readDatasetFile(file, { labels: values.labels[i] })),
);
const pictures = datasets.flatMap(({ points }) => [...squareImages(points)]);
const labels = datasets.flatMap((dataset) => [...dataset.labels]);
const descriptor = new PictureDescriptor({
  kernels: await createKernels(),
  descriptor: DESCRIPTORS.find((name) => name === values.descriptor),
  side: values.side === undefined ? pictures[0].width : Number(values.side),
});
const pool = await createThreadPool();
const onProgress = (done, total) => {
  if (done % 1000 < 32) process.stderr.write(`\r${done} of ${total} images`);
};
const { data, rows, cols } = await descriptor.describe(pictures, { pool, onProgress });
await pool.close();
/** @type {import('hashplane/data').ArrayToWrite[]} */
const [vectors, classes] = [
  { dtype: 'float32', shape: [rows, cols], values: data },
  { dtype: 'int32', shape: [rows], values: Int32Array.from(labels) },
];
const tensors = new Map([
  ['vectors', vectors],
  ['labels', classes],
]);
await writeFileAtomic(values.out, writeSafetensors(tensors));
process.stderr.write(`\rwrote ${rows} x ${cols} values to ${values.out}\n`);
