/** Bytes that are read piece by piece: of a file, or of an array in memory. */
export interface ByteSource {
  readonly length: number;
  /** The bytes from `start` up to `end`, both within the length. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** The source that reads from memory: pieces are views. */
export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, read: async (start, end) => bytes.subarray(start, end) };
}
