import { checkRange } from '../../core/checks.ts';
import { FormatError } from '../../core/errors.ts';
import { asBytes, type BytesLike } from '../../core/given.ts';
import { inflatePrefix } from '../archives/inflate.ts';
import { listZip, readZipMember, type ZipMember } from '../archives/zip.ts';
import type { FileArray } from '../arrays/file-array.ts';
import { countOf } from '../arrays/numeric.ts';
import { checkDense, denseOf } from '../arrays/sparse.ts';
import { TORCH } from '../foreign.ts';
import { NPY_HEADER_BYTES, npyArray, readNpyFile } from './npy.ts';

/**
 * Lists the arrays of an .npz file (numpy.savez and savez_compressed): a zip archive of .npy files,
 * each named after its array. Lists of texts are read; objects and records are listed only. Members
 * of other kinds are passed over. A sparse matrix of scipy (save_npz) is one array.
 *
 * Cost: inflates the header of each array; its values when it is read.
 *
 * @param maxBytes - the most bytes that an array may inflate to.
 * @throws FormatError with the byte offset.
 */
export async function listNpz(given: BytesLike, maxBytes: number): Promise<FileArray[]> {
  const bytes = asBytes('bytes', given);
  checkRange('maxBytes', maxBytes, 0, Number.POSITIVE_INFINITY);
  const members = listZip(bytes);
  const arrays: FileArray[] = [];
  for (const member of members) {
    if (member.name.endsWith('.npy')) arrays.push(await arrayOf(bytes, member, maxBytes));
  }
  if (arrays.length === 0) throw noArrays(members);
  return (await scipySparse(arrays, maxBytes)) ?? arrays;
}

function noArrays(members: readonly ZipMember[]): FormatError {
  const isTorch = members.some(({ name }) => /(^|\/)data\.pkl$/.test(name));
  return new FormatError(isTorch ? TORCH : 'the zip archive holds no .npy arrays: unpack it', 0);
}

async function arrayOf(bytes: Uint8Array, member: ZipMember, maxBytes: number): Promise<FileArray> {
  const { start, end, method } = member;
  const packed = bytes.subarray(start, end);
  const file = await inMember(member, async () => {
    const head =
      method === 0 ? packed : await inflatePrefix(packed, 'deflate-raw', NPY_HEADER_BYTES);
    return readNpyFile(head);
  });
  const name = member.name.slice(0, -'.npy'.length);
  const opened = async () => {
    const whole = await readZipMember(bytes, member, maxBytes);
    return npyArray(name, file, async () => whole);
  };
  const array = npyArray(name, file, async () => packed);
  if (file.type.is === 'unread') return array;
  const read = async () => {
    const whole = await opened();
    return inMember(member, () => whole.read());
  };
  if (!array.readTexts) return { ...array, read };
  const readTexts = async () => {
    const whole = await opened();
    return inMember(member, async () => (await whole.readTexts?.()) ?? []);
  };
  return { ...array, readTexts };
}

/** The matrix that scipy.sparse.save_npz wrote; null if the arrays are others. */
async function scipySparse(
  arrays: readonly FileArray[],
  maxBytes: number,
): Promise<FileArray[] | null> {
  const named = (name: string) => arrays.find((array) => array.name === name);
  const parts = ['format', 'shape', 'data', 'indices', 'indptr'].map(named);
  const [format, shape, data, indices, indptr] = parts;
  if (!format?.readTexts || !shape || !data || !indices || !indptr) return null;
  const [order] = await format.readTexts();
  const sizes = countOf(shape.shape) === 2 ? Array.from((await shape.read()).values, Number) : [];
  const [rows, cols] = sizes;
  const isMatrix = rows >= 0 && cols >= 0 && (order === 'csr' || order === 'csc');
  if (!isMatrix) return null;
  const name = 'X';
  const read = async () => {
    checkDense(name, sizes, countOf(indices.shape), maxBytes);
    const [starts, places, values] = await Promise.all([
      indptr.read(),
      indices.read(),
      data.read(),
    ]);
    const sparse = { starts: starts.values, places: places.values, values: values.values };
    return denseOf({ name, rows, cols, byColumns: order === 'csc', ...sparse }, 0);
  };
  return [{ name, kind: `sparse ${data.kind}`, shape: sizes, read }];
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
