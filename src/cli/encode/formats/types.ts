import type { BitOrder, HashCodes } from '../../../core/hash-codes.ts';
import type { Write, WriteHead } from '../../../node/write-file.ts';
import type { Id } from '../../../search/hash-index/types.ts';

/** Codes that follow each other, and their ids. */
export interface CodeBatch {
  readonly codes: HashCodes;
  readonly ids: readonly Id[];
}

/** What a file of codes is made for. */
export interface CodeTarget {
  readonly write: Write;
  readonly writeHead: WriteHead;
  readonly bits: number;
  /** Whether ids are texts; numbers else. */
  readonly textIds: boolean;
  /** Of formats that leave it open. */
  readonly order: BitOrder;
  /** Type of documents, for engines whose ids name one. */
  readonly documentType: string;
}

/** A format of files of codes. */
export interface CodeFormat {
  /** Whether codes fill whole bytes: the engine knows no others. */
  readonly wholeBytes?: boolean;
  /** Writes all there is. */
  write(batches: AsyncIterable<CodeBatch>, target: CodeTarget): Promise<void>;
}

/** A format whose file is what its batches give, one after another. */
export function byBatches(
  piece: (batch: CodeBatch, target: CodeTarget) => Uint8Array | string,
  { head, tail }: { readonly head?: PieceOf; readonly tail?: PieceOf } = {},
): CodeFormat['write'] {
  return async (batches, target) => {
    if (head) await target.write(head(target));
    for await (const batch of batches) await target.write(piece(batch, target));
    if (tail) await target.write(tail(target));
  };
}

type PieceOf = (target: CodeTarget) => Uint8Array | string;

/** Code i of `toBytes`, as a view. */
export function bytesOf(bytes: Uint8Array, bits: number, i: number): Uint8Array {
  const length = (bits + 7) >>> 3;
  return bytes.subarray(i * length, (i + 1) * length);
}
