import { lstat, realpath } from 'node:fs/promises';

/** Where the journal of an index file lies. */
export function journalPath(path: string): string {
  return `${path}.journal`;
}

/** The file that a path leads to: its journal and lock lie beside it, not beside a symbolic link. */
export async function targetOf(path: string): Promise<string> {
  const isLink = await lstat(path).then(
    (info) => info.isSymbolicLink(),
    () => false,
  );
  return isLink ? realpath(path).catch(() => path) : path;
}

/** Bytes of a journal from which on it is folded, at least. */
const LEAST = 2 ** 20;
/** Or so large a share of its index file. */
const SHARE = 1 / 16;

/** Whether a journal has grown so much that it should become a part of its index file. */
export function isGrown(journalBytes: number, fileBytes: number): boolean {
  return journalBytes > Math.max(LEAST, fileBytes * SHARE);
}
