import { join } from 'node:path';
import type { Dataset } from '../data/dataset/dataset.ts';
import { packageRoot } from '../node/package-root.ts';
import { readDatasetFile } from '../node/read-file.ts';

const IMAGES = 't10k-images-idx3-ubyte.gz';
const LABELS = 't10k-labels-idx1-ubyte.gz';

/** The bundled images: 10,000 of Fashion-MNIST, 784 pixels each, ten classes. */
export async function readBundledDataset(): Promise<Dataset> {
  const folder = join(packageRoot(), 'data', 'fashion-mnist');
  const dataset = await readDatasetFile(join(folder, IMAGES), {
    labels: join(folder, LABELS),
    classNames: 'fashion-mnist',
  });
  return { ...dataset, name: 'Fashion-MNIST test images' };
}
