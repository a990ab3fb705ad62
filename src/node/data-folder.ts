import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../core/errors.ts';

/** The names of files in a folder; null if it is none. */
export async function namesIn(path: string): Promise<string[] | null> {
  const info = await stat(path).catch(() => null);
  return info?.isDirectory() ? readdir(path).catch(() => []) : null;
}

/** As Hugging Face's `save_to_disk` names them; the numbers are of one width. */
const ARROW_FILE = /^data-\d+-of-\d+\.arrow$/;

/**
 * The Arrow files of a data set that Hugging Face's `save_to_disk` wrote to a folder, in order;
 * null if it is no folder, or has none.
 *
 * @throws FileError for a folder of several data sets, which names them.
 */
export async function arrowFiles(path: string): Promise<string[] | null> {
  const names = await namesIn(path);
  if (names === null) return null;
  const files = names.filter((name) => ARROW_FILE.test(name)).sort();
  if (files.length > 0) return files.map((name) => join(path, name));
  if (!names.includes('dataset_dict.json')) return null;
  const sets = names.filter((name) => !name.includes('.')).map((name) => join(path, name));
  throw new FileError(`${path} is a folder of data sets: give one of them, ${sets.join(', ')}`);
}
