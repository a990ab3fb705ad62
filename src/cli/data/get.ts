import { join } from 'node:path';
import { FileError } from '../../core/errors.ts';
import { download } from '../../node/download/download.ts';
import { printable } from '../errors.ts';
import { type ProgressLine, progressLine } from '../output/progress.ts';
import { CATALOGUE, type CatalogueFile, type DatasetName } from './catalogue.ts';

/** Options as commander parsed them. */
export interface DataGetOptions {
  readonly dir: string;
}

/** For tests: a folder of folders, instead of the addresses of the catalogue. */
const ADDRESS = 'HASHPLANE_DATA_ADDRESS';

export async function runDataGet(name: DatasetName, { dir }: DataGetOptions): Promise<void> {
  const { title, addresses, files, data, labels } = CATALOGUE[name];
  const folder = join(dir, name);
  const bases = process.env[ADDRESS] ? [`${process.env[ADDRESS]}/${name}`] : addresses;
  const progress = progressLine();
  process.stdout.write(`${title}\n`);
  try {
    for (const file of files) {
      const state = await getFile(file, folder, bases, progress);
      progress.clear();
      process.stdout.write(
        `${state === 'present' ? 'There already' : 'Downloaded'}: ${printable(join(folder, file.name))}\n`,
      );
    }
  } finally {
    progress.clear();
  }
  const use = [
    `--data ${join(folder, data)}`,
    ...(labels ? [`--labels ${join(folder, labels)}`] : []),
  ];
  process.stdout.write(`Use it: hashplane tutorial ${printable(use.join(' '))}\n`);
}

async function getFile(
  { name, size, sha256 }: CatalogueFile,
  folder: string,
  bases: readonly string[],
  progress: ProgressLine,
): Promise<'present' | 'downloaded'> {
  const path = join(folder, name);
  const started = performance.now();
  let first: number | undefined;
  const onProgress = (bytes: number) => {
    first ??= bytes;
    const rate = (bytes - first) / ((performance.now() - started) / 1000);
    const left = rate > 0 ? `, ${((size - bytes) / rate).toFixed(0)} s left` : '';
    progress.update(`${name}: ${(rate / 1e6).toFixed(1)} MB/s${left}`, bytes / size);
  };
  const urls = bases.map((base) => `${base}/${name}`);
  try {
    return await download({ urls, path, size, sha256, onProgress });
  } catch (error) {
    if (!(error instanceof FileError) || !error.message.includes("can't download")) throw error;
    throw new FileError(
      `${error.message}. By hand: put ${name} (SHA-256 ${sha256}) into ${folder} and run this again`,
      { cause: error },
    );
  }
}
