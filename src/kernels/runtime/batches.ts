// Large enough that a call costs nothing beside its work, small enough to stay in the L2 cache.
const BATCH_BYTES = 512 * 1024;

/** How many rows of `rowBytes` bytes pass through scratch memory at a time. */
export function rowsPerBatch(rowBytes: number): number {
  return Math.max(4, Math.floor(BATCH_BYTES / rowBytes / 4) * 4);
}
