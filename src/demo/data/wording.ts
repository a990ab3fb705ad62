import { count } from '../../report/page/format.ts';

/** What messages of the library call options of the command line, in the words of this page. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/choose --missing mean, zero or drop-row/g, 'choose what becomes of them at "Missing numbers"'],
  [/give a file of them with --labels/g, 'give a second file with them'],
  [/name their column with --label-column/g, 'name their column at "Column of labels"'],
  [/choose another --label-column, or --no-labels/g, 'choose another "Column of labels"'],
  [/ ?\(--no-header if it is one\)/g, ''],
  [/with --array/g, 'at "Column of points"'],
  [/--array (\S+?), say/g, '$1, say'],
  [/--array/g, '"Column of points"'],
  [/--label-column/g, '"Column of labels"'],
];

/** A message of the library for people who have no command line before them. */
export function forPage(message: string): string {
  return WORDS.reduce((text, [option, words]) => text.replace(option, words), message);
}

/** Bytes in the unit that people read best. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const [unit, size] = bytes < 1e6 ? ['KB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9];
  const value = bytes / (size as number);
  return `${value < 10 ? count(value) : count(Math.round(value))} ${unit}`;
}

/** A day as people here write it. */
export function dayText(milliseconds: number): string {
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Date(milliseconds).toLocaleString(undefined, style);
}
