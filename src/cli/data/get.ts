import { statSync } from 'node:fs';
import { join } from 'node:path';
import { FileError } from '../../core/errors.ts';
import { download, partOf } from '../../node/download/download.ts';
import { printable } from '../output/printable.ts';
import { runWork, type WorkTools } from '../work.ts';
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
  process.stdout.write(`${title}\n`);
  for (const file of files) {
    const path = join(folder, file.name);
    const state = await runWork(
      (tools) => getFile(file, folder, bases, tools),
      () => keptOf(path, file.size),
    );
    const word = state === 'present' ? 'There already' : 'Downloaded';
    process.stdout.write(`${word}: ${printable(path)}\n`);
  }
  const use = [
    `--data ${join(folder, data)}`,
    ...(labels ? [`--labels ${join(folder, labels)}`] : []),
  ];
  process.stdout.write(`Use it: hashplane tutorial ${printable(use.join(' '))}\n`);
}

/** What a signal leaves of a file, as a clause. */
function keptOf(path: string, size: number): string {
  const bytes = statSync(partOf(path), { throwIfNoEntry: false })?.size ?? 0;
  if (bytes === 0) return `nothing of ${path} is there`;
  const [kept, all] = [bytes, size].map((count) => count.toLocaleString('en-US'));
  return `${kept} of ${all} bytes of ${path} are kept, and the next call goes on after them`;
}

async function getFile(
  { name, size, sha256 }: CatalogueFile,
  folder: string,
  bases: readonly string[],
  { progress, signal }: WorkTools,
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
    return await download({ urls, path, size, sha256, onProgress, signal });
  } catch (error) {
    if (!(error instanceof FileError) || !error.message.includes("can't download")) throw error;
    throw new FileError(
      `${error.message}. By hand: put ${name} (SHA-256 ${sha256}) into ${folder} and run this again`,
      { cause: error },
    );
  }
}
