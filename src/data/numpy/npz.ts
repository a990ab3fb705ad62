import { FormatError } from '../../core/errors.ts';
import { inflatePrefix } from '../archives/inflate.ts';
import { listZip, readZipMember, type ZipMember } from '../archives/zip.ts';
import type { FileArray } from '../arrays/file-array.ts';
import { NPY_HEADER_BYTES, readNpy, readNpyLayout } from './npy.ts';

/**
 * Lists the arrays of an .npz file (numpy.savez and savez_compressed): a zip archive of .npy files,
 * each named after its array. Members of other kinds are passed over.
 *
 * Cost: inflates the header of each array; its values when it is read.
 *
 * @param maxBytes - the most bytes that an array may inflate to.
 * @throws FormatError with the byte offset.
 */
export async function listNpz(bytes: Uint8Array, maxBytes: number): Promise<FileArray[]> {
  const arrays: FileArray[] = [];
  for (const member of listZip(bytes)) {
    if (member.name.endsWith('.npy')) arrays.push(await arrayOf(bytes, member, maxBytes));
  }
  return arrays;
}

async function arrayOf(bytes: Uint8Array, member: ZipMember, maxBytes: number): Promise<FileArray> {
  const { start, end, method } = member;
  const packed = bytes.subarray(start, end);
  const layout = await inMember(member, async () => {
    const head =
      method === 0 ? packed : await inflatePrefix(packed, 'deflate-raw', NPY_HEADER_BYTES);
    return readNpyLayout(head);
  });
  return {
    name: member.name.slice(0, -'.npy'.length),
    kind: layout.dtype,
    shape: layout.shape,
    read: async () => {
      const file = await readZipMember(bytes, member, maxBytes);
      return inMember(member, async () => readNpy(file));
    },
  };
}

/** Names the member in errors, whose places are counted from its start. */
async function inMember<T>({ name, start }: ZipMember, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new FormatError(`${JSON.stringify(name)}: ${cause.message}`, start, { cause });
  }
}
