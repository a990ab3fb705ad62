import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileError } from '../core/errors.ts';
import type { Dataset } from '../data/dataset.ts';
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

/** The folder that holds data/, wherever the bundler has put this file below it. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) throw new FileError("can't find the package's own folder");
    folder = dirname(folder);
  }
  return folder;
}
