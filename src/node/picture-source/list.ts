import { dirname, resolve } from 'node:path';
import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { inFile } from '../in-file.ts';
import { readFileBytes } from '../read-file.ts';
import { isPictureName } from './names.ts';
import type { PictureSource } from './types.ts';

/**
 * The pictures that a file lists, a path a line, in its order. Paths are relative to the list; as they
 * stand there, they are the ids.
 *
 * @throws InvalidArgumentError for a path that stands there twice.
 */
export async function listOfPictures(path: string): Promise<PictureSource> {
  const bytes = await readFileBytes(path);
  return inFile(path, () => {
    const ids = linesOf(bytes);
    const seen = new Set<string>();
    for (const id of ids) {
      if (seen.has(id)) throw new InvalidArgumentError(`it lists ${JSON.stringify(id)} twice`);
      seen.add(id);
    }
    const entries = ids.map((id) => ({
      id,
      read: () => readFileBytes(resolve(dirname(path), id)),
    }));
    return { path, kind: 'list', entries, passedOver: 0, labels: null, classNames: null };
  });
}

/** Whether the beginning of a file is that of a list of pictures: its first line is a picture's name. */
export function looksLikeList(head: Uint8Array): boolean {
  const [first] = Buffer.from(head.subarray(0, 4096)).toString('latin1').split(/\r?\n/);
  return isPictureName(first) && !/[\0,\t]/.test(first);
}

function linesOf(bytes: Uint8Array): string[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.split(/\r?\n/).filter((line) => line !== '');
  } catch (cause) {
    throw new FormatError('a list of pictures must be UTF-8 text', 0, { cause });
  }
}
