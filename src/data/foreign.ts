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

/** Files that people have of other tools, by their first bytes. */
const FOREIGN: readonly (readonly [readonly number[], string])[] = [
  [[0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46], TORCH],
  ...[2, 3, 4, 5].map((protocol) => [[0x80, protocol], PICKLE] as const),
  [[0x28, 0xb5, 0x2f, 0xfd], packed('zstd')],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], packed('xz')],
  [ascii('BZh'), packed('bzip2')],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], packed('7-Zip')],
  [[0x04, 0x22, 0x4d, 0x18], packed('LZ4')],
  [ascii('FEA1'), other('a Feather file of version 1', 'write it with pyarrow.feather anew')],
  [ascii('ORC'), other('an ORC file', AS_PARQUET)],
  [ascii('Obj\u0001'), other('an Avro file', AS_PARQUET)],
  [ascii('SQLite format 3'), other('an SQLite database', 'export the table as CSV')],
  [ascii('CDF'), other('a NetCDF file of version 3', 'write it as NetCDF 4, which is HDF5')],
  [ascii('RDX'), other('a file of R', 'write it as CSV, or as Parquet with the package arrow')],
  [ascii('IxF'), FAISS],
  [ascii('GGUF'), other('a GGUF model', 'give the vectors that it makes')],
];

function ascii(text: string): number[] {
  return Array.from(text, (char) => char.charCodeAt(0));
}

/** What a file of another tool is, and what to do about it; null if it is none of those known. */
export function foreignFile(bytes: Uint8Array): string | null {
  const found = FOREIGN.find(([magic]) => magic.every((byte, i) => bytes[i] === byte));
  return found?.[1] ?? otherFaissBinary(bytes);
}
