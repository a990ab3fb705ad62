import { FormatError } from '../../core/errors.ts';
import { inflate, inflatePrefix, isGzip } from '../../data/archives/inflate.ts';
import { firstTarNames, isTar, listTar } from '../../data/archives/tar.ts';
import { isZip, listZip, readZipMember } from '../../data/archives/zip.ts';
import { CIFAR10_FILES } from '../../data/binary/cifar10.ts';
import { DEFAULT_MAX_BYTES } from '../../data/contents.ts';
import { inFile } from '../in-file.ts';
import { readFileBytes } from '../read-file.ts';
import { cifar10Pictures } from './cifar10.ts';
import { byId, isHidden, isPictureName } from './names.ts';
import type { PictureEntry, PictureSource } from './types.ts';

/** The most that one picture may unpack to. */
const MAX_MEMBER_BYTES = 2 ** 28;

/** A member of an archive. */
interface Member {
  readonly name: string;
  read(): Promise<Uint8Array>;
}

/** Whether bytes begin as a .zip, .tar or gzip file. */
export function isArchive(bytes: Uint8Array): boolean {
  return isZip(bytes) || isTar(bytes) || isGzip(bytes);
}

/**
 * The JPEG and PNG files of a .zip, .tar or .tar.gz; the images of CIFAR-10's binary archive. Cost: the
 * archive is held in memory, unpacked if it is gzipped; members of .zip are unpacked one at a time.
 *
 * @throws FormatError for an archive that is damaged.
 */
export async function archiveOfPictures(path: string): Promise<PictureSource> {
  const bytes = await readFileBytes(path);
  return inFile(path, async () => {
    const file = isGzip(bytes)
      ? await inflate(bytes, 'gzip', { maxBytes: DEFAULT_MAX_BYTES })
      : bytes;
    if (isTar(file) && isCifar10(listTar(file))) return cifar10Pictures(path, [file]);
    // A name that comes twice was replaced later on, as unpacking would.
    const found = new Map<string, PictureEntry>();
    let passedOver = 0;
    for (const { name: id, read } of membersOf(file)) {
      if (isHidden(id) || id.endsWith('/')) continue;
      if (isPictureName(id)) found.set(id, { id, read });
      else passedOver++;
    }
    const entries = [...found.values()].sort(byId);
    return { path, kind: 'archive', entries, passedOver, labels: null, classNames: null };
  });
}

/** Bytes of an archive in which a picture is looked for. */
const LOOKED_AT = 2 ** 20;

/** Whether an archive holds pictures, told by the names of its first members; all names of .zip. */
export async function archiveHasPictures(bytes: Uint8Array, isWhole: boolean): Promise<boolean> {
  if (isZip(bytes)) return isWhole && listZip(bytes).some(({ name }) => isPicture(name));
  const head = isGzip(bytes) ? await inflatePrefix(bytes, 'gzip', LOOKED_AT) : bytes;
  return isTar(head) && firstTarNames(head).some(isPicture);
}

function isPicture(name: string): boolean {
  return isPictureName(name) && !isHidden(name);
}

function isCifar10(members: readonly { readonly name: string }[]): boolean {
  return members.some(({ name }) =>
    (CIFAR10_FILES as readonly string[]).includes(name.split('/').at(-1) as string),
  );
}

function membersOf(bytes: Uint8Array): Member[] {
  if (isZip(bytes)) {
    return listZip(bytes).map((member) => ({
      name: member.name,
      read: () => readZipMember(bytes, member, MAX_MEMBER_BYTES),
    }));
  }
  if (!isTar(bytes)) throw new FormatError('it is packed, but no archive: .tar.gz and .zip are', 0);
  return listTar(bytes).map(({ name, start, end }) => ({
    name: name.replace(/^(\.\/)+/, ''),
    read: async () => bytes.subarray(start, end),
  }));
}
