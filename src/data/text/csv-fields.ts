import { isMissing } from './numbers.ts';
import type { Fields } from './row-parser.ts';

/** Numbers as programs write them: 007 and +1 are texts, which reading as numbers would lose. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;
const TRUTH = /^(true|false)$/i;

/**
 * The columns of a table as values: numbers where all that are there are, true and false where all are,
 * else texts. What is missing is left out.
 */
export function typedFields(rows: readonly Fields[]): Fields[] {
  const names = Object.keys(rows[0] ?? {});
  const readers = names.map((name) => readerOf(rows.map((row) => row[name] as string)));
  return rows.map((row) => {
    const values = names.map((name, i) => [name, readers[i](row[name] as string)] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  });
}

function readerOf(texts: readonly string[]): (text: string) => unknown {
  const there = texts.filter((text) => !isMissing(text));
  if (there.every(isExactNumber)) return (text) => (isMissing(text) ? undefined : Number(text));
  if (there.every((text) => TRUTH.test(text))) {
    return (text) => (isMissing(text) ? undefined : text.toLowerCase() === 'true');
  }
  // Among texts NA may be Namibia.
  return (text) => (text === '' ? undefined : text);
}

/** Whether a text is the same number after reading. */
function isExactNumber(text: string): boolean {
  if (!NUMBER.test(text)) return false;
  const value = Number(text);
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
