import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../../core/errors.ts';
import { inFile } from '../in-file.ts';
import { readFileBytes } from '../read-file.ts';
import { byId, isHidden, isPictureName } from './names.ts';
import type { PictureEntry, PictureSource } from './types.ts';

/**
 * The JPEG and PNG files below a folder, by their paths. Links to folders are not followed: they may lead
 * round in circles.
 *
 * @throws FileError for a folder that can't be listed.
 */
export async function folderOfPictures(path: string): Promise<PictureSource> {
  const entries: PictureEntry[] = [];
  let passedOver = 0;
  for await (const id of filesBelow(path)) {
    if (isPictureName(id)) entries.push({ id, read: () => readOf(path, id) });
    else passedOver++;
  }
  entries.sort(byId);
  return { path, kind: 'folder', entries, passedOver, labels: null, classNames: null };
}

/** Ids stand in files a line each. */
async function readOf(path: string, id: string): Promise<Uint8Array> {
  if (/[\r\n]/.test(id)) throw new FileError('its name has a line break: rename it');
  return readFileBytes(join(path, id));
}

/** Paths of files, relative and with `/`, hidden ones left out. */
async function* filesBelow(path: string, prefix = ''): AsyncGenerator<string> {
  const found: Dirent[] = await inFile(join(path, prefix), () =>
    readdir(join(path, prefix), { withFileTypes: true }),
  );
  for (const entry of found) {
    const id = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (isHidden(entry.name)) continue;
    if (entry.isDirectory()) yield* filesBelow(path, id);
    else yield id;
  }
}
