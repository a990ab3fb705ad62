import { writeStreamAtomic } from '../../node/write-file.ts';

/** Bytes between two looks at the signal. */
const CHUNK_BYTES = 2 ** 24;

/**
 * Writes the file that a command makes, whole or not at all: an aborted signal leaves the old one
 * and throws its reason.
 */
export async function writeOutput(
  path: string,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  await writeStreamAtomic(path, async (write) => {
    for (let first = 0; first < bytes.length; first += CHUNK_BYTES) {
      signal.throwIfAborted();
      await write(bytes.subarray(first, first + CHUNK_BYTES));
    }
    signal.throwIfAborted();
  });
}
