import { FileError } from '../../../core/errors.ts';

const PIECE_BYTES = 2 ** 20;

/** Reads a File or Blob. @param take - told the bytes in their order. */
export async function readBlob(
  blob: Blob,
  signal: AbortSignal,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  for (let at = 0; at < blob.size; at += PIECE_BYTES) {
    const piece = await blob
      .slice(at, at + PIECE_BYTES)
      .arrayBuffer()
      .catch(cannotRead);
    signal.throwIfAborted();
    take(new Uint8Array(piece));
  }
}

function cannotRead(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new FileError(`can't read the file: ${reason}`, { cause });
}
