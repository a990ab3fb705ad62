import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FileError, FormatError } from '../../core/errors.ts';
import { CIFAR10_FILES } from '../../data/binary/cifar10.ts';
import { foreignPicture } from '../../pictures/headers/foreign.ts';
import { pictureFormat } from '../../pictures/size.ts';
import { arrowFiles, namesIn } from '../data-folder.ts';
import { FileSource } from '../file-source.ts';
import { inFile } from '../in-file.ts';
import { readFileBytes } from '../read-file.ts';
import { archiveHasPictures, archiveOfPictures, isArchive } from './archive.ts';
import { cifar10Pictures } from './cifar10.ts';
import { folderOfPictures } from './folder.ts';
import { listOfPictures, looksLikeList } from './list.ts';
import { isForeignName, isPictureName } from './names.ts';
import type { PictureSource } from './types.ts';

/** Bytes that tell what a file is. */
const HEAD_BYTES = 2 ** 20;

/**
 * Opens pictures: of a folder, a list of paths, an archive (.zip, .tar, .tar.gz) or a single file, JPEG and
 * PNG; or CIFAR-10's binary files, packed or not. No picture is read yet.
 *
 * @throws FileError if there is nothing to read, FormatError if it is damaged or none of these.
 */
export async function openPictures(path: string): Promise<PictureSource> {
  const source = await openAny(path);
  if (source.entries.length > 0) return source;
  throw new FileError(`${path} has no pictures: JPEG and PNG are read, by their names`);
}

async function openAny(path: string): Promise<PictureSource> {
  const names = await namesIn(path);
  if (names) {
    const batches = CIFAR10_FILES.filter((file) => names.includes(file));
    if (batches.length === 0) return folderOfPictures(path);
    const files = await Promise.all(batches.map((file) => readFileBytes(join(path, file))));
    return inFile(path, () => cifar10Pictures(path, files, 'batches'));
  }
  const head = await headOf(path);
  if (isArchive(head)) return archiveOfPictures(path);
  if (looksLikeList(head)) return listOfPictures(path);
  if (isCifar10Batch(path)) {
    const file = await readFileBytes(path);
    return inFile(path, () => cifar10Pictures(path, [file], 'batches'));
  }
  if (pictureFormat(head) === null) {
    const foreign = foreignPicture(head);
    const what = foreign ? `${foreign}, which is not read` : 'no picture';
    throw new FormatError(
      `${path} is ${what}: give a JPEG or PNG, a folder, a list or an archive of them`,
      0,
    );
  }
  const entry = { id: basename(path), read: () => readFileBytes(path) };
  const alone = { passedOver: 0, labels: null, classNames: null };
  return { path, kind: 'picture', entries: [entry], ...alone };
}

/**
 * Whether what is at a path is to be read as pictures: what holds vectors is not, nor is CIFAR-10, whose files
 * are read as vectors unless a descriptor is asked for. Other folders are, and files that are pictures by
 * name: {@link openPictures} says what is wrong with them.
 */
export async function isPictures(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => null);
  if (info?.isDirectory()) {
    const names = (await namesIn(path)) ?? [];
    if (CIFAR10_FILES.some((file) => names.includes(file))) return false;
    return (await arrowFiles(path).catch(() => [])) === null;
  }
  if (!info?.isFile() || info.size === 0) return false;
  const head = await headOf(path);
  if (pictureFormat(head) !== null) return true;
  if (isArchive(head)) return archiveOf(path, head, info.size);
  return looksLikeList(head) || isPictureName(path) || isForeignName(path);
}

async function archiveOf(path: string, head: Uint8Array, size: number): Promise<boolean> {
  const isZipped = /\.zip$/i.test(path);
  // The names of a .zip stand at its end. An .npz is one too, and holds no pictures.
  const bytes = isZipped && size > head.length ? await readFileBytes(path) : head;
  try {
    return await archiveHasPictures(bytes, bytes.length === size);
  } catch {
    // Whoever reads it as data says what is wrong with it.
    return false;
  }
}

function isCifar10Batch(path: string): boolean {
  return (CIFAR10_FILES as readonly string[]).includes(basename(path));
}

function headOf(path: string): Promise<Uint8Array> {
  return inFile(path, async () => {
    const source = await FileSource.open(path);
    try {
      return await source.read(0, Math.min(HEAD_BYTES, source.length));
    } finally {
      await source.close();
    }
  });
}
