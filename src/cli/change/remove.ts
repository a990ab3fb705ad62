import { changeIndexFile } from '../../node/index-file/append.ts';
import { checkedRemoval } from '../../search/hash-index/journal/checked-change.ts';
import type { Id } from '../../search/hash-index/types.ts';
import { UsageError } from '../errors.ts';
import { readIds } from '../index/ids.ts';
import { count } from '../output/count.ts';
import { printResult } from '../output/print-result.ts';
import { printable } from '../output/printable.ts';
import { runWork } from '../work.ts';
import { changedJson, changedText, foldIfGrown } from './changed.ts';

/** Options as commander parsed them. */
export interface RemoveOptions {
  readonly ids?: string;
  readonly json?: boolean;
}

/** Ids that are not there are shown, but no more than these. */
const SHOWN = 5;

export async function runRemoveCommand(
  file: string,
  words: readonly string[],
  options: RemoveOptions,
): Promise<void> {
  const started = performance.now();
  if (words.length === 0 && options.ids === undefined) {
    throw new UsageError('give the ids to remove, or their file with --ids');
  }
  let kept = `${file} is as it was before`;
  const missing: Id[] = [];
  const made = await runWork(
    async (tools) => {
      tools.progress.update(`reading ${file}`, 0);
      const listed = options.ids === undefined ? [] : await readIds(options.ids);
      tools.signal.throwIfAborted();
      const changed = await changeIndexFile(file, (index) => {
        const meant = [...words.map((word) => meantBy(word, index)), ...listed];
        missing.push(...meant.filter((id) => !index.has(id)));
        return checkedRemoval(index, meant);
      });
      kept = `the vectors are removed from ${file}`;
      return { ...changed, folded: await foldIfGrown(file, changed, tools) };
    },
    () => kept,
  );
  const seconds = (performance.now() - started) / 1000;
  const removed = made.ids.length;
  const shown = { removed, missing, ...changedJson(file, made), seconds };
  printResult(
    options.json,
    shown,
    () =>
      `Removed ${count(removed, 'vector')}: ${printable(file)} ${changedText(made, seconds)}` +
      missingText(missing),
  );
}

/** The id that a word stands for: a number that is there, or a text. */
function meantBy(word: string, index: { has(id: Id): boolean }): Id {
  const quoted = /^"(.*)"$/s.exec(word);
  if (quoted) return quoted[1];
  const number = Number(word);
  const isNumber = /^-?\d{1,16}$/.test(word) && Number.isSafeInteger(number);
  return isNumber && (index.has(number) || !index.has(word)) ? number : word;
}

function missingText(missing: readonly Id[]): string {
  if (missing.length === 0) return '';
  const shown = missing.slice(0, SHOWN).map((id) => printable(String(id)));
  const more = missing.length > SHOWN ? ', ...' : '';
  return `Not there: ${shown.join(', ')}${more}\n`;
}
