import { SPACES, splitFields } from './csv-records.ts';
import { commonest, findDelimiter, isOneList } from './delimiter.ts';
import { isRow } from './json-document.ts';
import { isJson, parseJson } from './json-text.ts';
import { isObject } from './json-values.ts';
import { hasDecimalComma, isMissing, isNumber } from './numbers.ts';
import { isBracketed, isSurelyBase64 } from './vector-text.ts';
import { parseWordHeader, wordFields } from './word-vectors.ts';

/** Formats of text. */
export type TextFormat = 'csv' | 'json' | 'jsonl' | 'word-vectors' | 'svmlight';

/** Lines that are looked at. */
const LOOKED_AT = 20;

/**
 * The format that a text begins as, or null if it is none of those known.
 *
 * @param extension - of the file's name; .csv and .tsv are tables whatever they hold.
 * @param isCut - whether the text goes on beyond what is given.
 */
export function detectTextFormat(
  text: string,
  extension: string,
  isCut: boolean,
): TextFormat | null {
  const all = text.split(/\r\n|\n|\r/);
  // The last line may be a part of one.
  if (isCut && all.length > 1) all.pop();
  const lines = all.filter((line) => line.trim() !== '').slice(0, LOOKED_AT);
  if (/^\s*[[{]/.test(lines[0] ?? '')) return jsonFormat(lines, isCut && all.length === 1);
  if (extension === 'csv' || extension === 'tsv') return 'csv';
  const rows = lines.filter((line) => !line.startsWith('#'));
  if (rows.length === 0) return null;
  if (isSvmlight(rows)) return 'svmlight';
  if (isWordVectors(rows)) return 'word-vectors';
  return isTable(rows) ? 'csv' : null;
}

/** One value a line, or one in all. */
function jsonFormat(lines: readonly string[], isFirstCut: boolean): TextFormat | null {
  const [first, second] = lines;
  if (isFirstCut) return hasInnerList(first) ? 'json' : 'jsonl';
  // A table of vectors in brackets between tabs, say.
  if (!isJson(first) && (isBracketedTable(lines) || lines.every(isOneList))) return 'csv';
  if (!isJson(first)) return 'json';
  if (second !== undefined) return 'jsonl';
  const value = parseJson(first, 0, 1);
  if (Array.isArray(value))
    return value.every((item) => typeof item === 'number') ? 'jsonl' : 'json';
  return isObject(value) && isRow(value) ? 'jsonl' : 'json';
}

/** Whether the beginning of a JSON text has an array within an array, or an object within one. */
function hasInnerList(text: string): boolean {
  let isString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (isString && character === '\\') i++;
    else if (character === '"') isString = !isString;
    else if (!isString && character === '[' && /^\s*[[{]/.test(text.slice(i + 1, i + 40)))
      return true;
  }
  return false;
}

function isBracketedTable(lines: readonly string[]): boolean {
  const delimiter = findDelimiter(lines);
  return lines.every((line) => {
    const fields = splitFields(line, delimiter);
    return typeof fields !== 'string' && fields.length > 1 && isBracketed(fields[0]);
  });
}

/** Whether most of some lines are so: one that is spoiled is to be named by the reader. */
function isMost<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  return items.length > 0 && items.filter(test).length * 3 >= items.length * 2;
}

/** A label, then pairs of a column and a number. */
function isSvmlight(lines: readonly string[]): boolean {
  const pairs = lines.map((line) => line.split('#', 1)[0].trim().split(/\s+/).slice(1));
  const isPair = (text: string) => /^(\d+|qid):[-+.\deE]+$/.test(text);
  return pairs.some((found) => found.length > 0) && isMost(pairs, (found) => found.every(isPair));
}

/** A word and numbers a line, all as many; perhaps under a line with their counts. */
function isWordVectors(lines: readonly string[]): boolean {
  const header = parseWordHeader(lines[0]);
  const all = lines.map(wordFields);
  if (header && isMost(all.slice(1), (row) => isWordRow(row, header.cols))) return true;
  const cols = commonest(all.map((row) => row.length - 1)) ?? 0;
  // Numbers in every first field are a table of numbers; quotes are those of a table.
  const isNumeric = all.every(([first]) => isNumber(first));
  const isQuoted = all.every(([first]) => /^".*"$/.test(first));
  const isOther = isNumeric || isQuoted || lines[0].includes('\t');
  return cols >= 2 && !isOther && isMost(all, (row) => isWordRow(row, cols));
}

function isWordRow(fields: readonly string[], cols: number): boolean {
  return (
    cols > 0 &&
    fields.length > cols &&
    fields.slice(-cols).every((field) => isNumber(field) || isMissing(field))
  );
}

/** Numbers, or vectors as texts, between delimiters in the first lines. */
function isTable(lines: readonly string[]): boolean {
  const delimiter = findDelimiter(lines);
  const fields = lines
    .map((line) => splitFields(line, delimiter))
    .filter((row) => typeof row !== 'string');
  const isValue = (field: string) =>
    isNumber(field) || hasDecimalComma(field) || isBracketed(field) || isSurelyBase64(field);
  if (delimiter !== SPACES) return fields.slice(0, 10).some((row) => row.some(isValue));
  // Prose has spaces too: a table has as many fields in each line, mostly numbers below the first.
  const rows = fields.length > 1 ? fields.slice(1) : fields;
  const count = commonest(rows.map((row) => row.length));
  return isMost(rows, (row) => {
    const numbers = row.filter((field) => isNumber(field) || isBracketed(field));
    return row.length === count && numbers.length * 2 >= row.length;
  });
}
