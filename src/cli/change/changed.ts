import { HashplaneError } from '../../core/errors.ts';
import { type ChangedIndexFile, foldIndexFile } from '../../node/index-file/append.ts';
import { bytesText } from '../output/bytes-text.ts';
import { count } from '../output/count.ts';
import { printable } from '../output/printable.ts';
import { startKernels } from '../start-kernels.ts';
import type { WorkTools } from '../work.ts';

/** What a command made of an index file. */
export interface Changed extends ChangedIndexFile {
  /** Whether the journal became a part of the file. */
  readonly folded: boolean;
}

/**
 * Folds a journal that has grown. The change before it is kept whatever happens: a fault is a note, and
 * the next command tries again.
 */
export async function foldIfGrown(
  file: string,
  { isGrown }: ChangedIndexFile,
  { progress }: WorkTools,
): Promise<boolean> {
  if (!isGrown) return false;
  progress.update(`folding the journal into ${file}`, 1);
  try {
    const kernels = await startKernels('auto', progress);
    const onWarning = () => {};
    await foldIndexFile(file, { kernels, onWarning });
    return true;
  } catch (error) {
    if (!(error instanceof HashplaneError)) throw error;
    progress.clear();
    process.stderr.write(`note: the journal is not folded: ${printable(error.message)}\n`);
    return false;
  }
}

/** What a file holds after a change, for programs. */
export function changedJson(file: string, { size, journalBytes, folded }: Changed) {
  return { index: file, size, journalBytes: folded ? 0 : journalBytes, folded };
}

/** What a file holds after a change, and how long that took. */
export function changedText({ size, journalBytes, folded }: Changed, seconds: number): string {
  const journal = folded ? 'journal folded' : `journal of ${bytesText(journalBytes)}`;
  return `has ${count(size, 'vector')} now, ${journal} (${seconds.toFixed(2)} s)\n`;
}
