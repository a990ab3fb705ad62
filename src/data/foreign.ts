import { otherFaissBinary } from './binary/faiss-binary.ts';

/** What to do about files of PyTorch. */
export const TORCH =
  'this is a file of PyTorch, which is not read: load it in Python, and save the tensor with ' +
  "np.save('vectors.npy', tensor.float().numpy())";

const PICKLE =
  'this is a pickle of Python, which is not read, since reading it would run what it says: load it ' +
  'in Python, and save the array with np.save';

const FAISS =
  'this is an index of faiss, which is not read: save its vectors with ' +
  "np.save('vectors.npy', index.reconstruct_n(0, index.ntotal))";

const packed = (tool: string) => `the file is packed with ${tool}: unpack it first`;
const other = (what: string, remedy: string) => `this is ${what}, which is not read: ${remedy}`;
const AS_PARQUET = 'write it as Parquet';

const AS_VECTORS = 'hashplane describe makes vectors of pictures';

/** Files that people have of other tools, by their first bytes. */
const FOREIGN: readonly (readonly [magic: string, remedy: string])[] = [
  ['\x80\x02\x8a\x0a\x6c\xfc\x9c\x46', TORCH],
  ...['\x02', '\x03', '\x04', '\x05'].map((protocol) => [`\x80${protocol}`, PICKLE] as const),
  ['\x28\xb5\x2f\xfd', packed('zstd')],
  ['\xfd\x37\x7a\x58\x5a\x00', packed('xz')],
  ['BZh', packed('bzip2')],
  ['\x37\x7a\xbc\xaf\x27\x1c', packed('7-Zip')],
  ['\x04\x22\x4d\x18', packed('LZ4')],
  ['FEA1', other('a Feather file of version 1', 'write it with pyarrow.feather anew')],
  ['ORC', other('an ORC file', AS_PARQUET)],
  ['Obj\u0001', other('an Avro file', AS_PARQUET)],
  ['SQLite format 3', other('an SQLite database', 'export the table as CSV')],
  ['CDF', other('a NetCDF file of version 3', 'write it as NetCDF 4, which is HDF5')],
  ['RDX', other('a file of R', 'write it as CSV, or as Parquet with the package arrow')],
  ['IxF', FAISS],
  ['\xff\xd8\xff', other('a JPEG', AS_VECTORS)],
  ['\x89PNG', other('a PNG', AS_VECTORS)],
  ['GGUF', other('a GGUF model', 'give the vectors that it makes')],
];

/** Bytes of the longest of them. */
const LONGEST = 16;

/** What a file of another tool is, and what to do about it; null if it is none of those known. */
export function foreignFile(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, LONGEST));
  const found = FOREIGN.find(([magic]) => start.startsWith(magic));
  return found?.[1] ?? otherFaissBinary(bytes);
}
