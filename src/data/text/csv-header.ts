import { FormatError } from '../../core/errors.ts';
import { findKnown, isIdName, LABEL_NAMES, POINT_NAMES } from '../known-names.ts';
import { type CsvRecord, splitFields } from './csv-records.ts';
import { commonest } from './delimiter.ts';
import { isInfinite, isMissing, isNumber, isSpoiledNumber } from './numbers.ts';
import { isBracketed, isSurelyBase64, parseVectorText } from './vector-text.ts';

/** The header of a table, and what its first records say of its rows. */
export interface TableHeader {
  /** Names of the columns, '' for those without; null if there is no header. */
  readonly names: readonly string[] | null;
  /** Whether the first column names the rows: the header has no name for it. */
  readonly hasRowNames: boolean;
  /** Fields of a row. */
  readonly count: number;
  /** Whether each row ends with a delimiter, after which nothing comes. */
  readonly hasTrailing: boolean;
  /** Whether the first record is the header, and no row. */
  readonly isFirst: boolean;
  /** What was guessed that people should know. */
  readonly note: string | null;
}

/**
 * Finds the header of a table: names above columns of numbers, names that are well known, or the
 * numbers 0, 1, 2... by which pandas calls columns without names. A header that is one field
 * shorter than the rows leaves out the column of row names, as R writes and pandas reads it.
 *
 * @param records - the first of the file, at least one.
 * @param comment - the text of the comment before them, which may hold the names; or null.
 * @param wanted - whether the first record is a header, where people say it.
 */
export function findHeader(
  records: readonly CsvRecord[],
  comment: string | null,
  delimiter: string,
  wanted: boolean | undefined,
): TableHeader {
  const [first, ...rest] = records;
  const count = commonest(rest.map(({ fields }) => fields.length)) ?? first.fields.length;
  const rows = rest.filter(({ fields }) => fields.length === count);
  const guess = wanted === undefined ? guessHeader(first.fields, rows, count) : null;
  const isFirst = wanted ?? guess !== null;
  const above = isFirst ? first.fields : commentNames(comment, delimiter, count);
  const data = isFirst ? rows : [...rows, first];
  const isOver = data.length > 0 && data.every(({ fields }) => fields[count - 1]?.trim() === '');
  const hasTrailing = count > 1 && isOver && (above?.[count - 1] ?? '').trim() === '';
  const columns = hasTrailing ? count - 1 : count;
  if (above === null) {
    return { names: null, hasRowNames: false, count: columns, hasTrailing, isFirst, note: null };
  }
  const names = above.map((name) => name.trim());
  while (names.length > columns && names[names.length - 1] === '') names.pop();
  const hasRowNames = names.length === columns - 1 || (names[0] === '' && columns > 1);
  if (names.length === columns - 1) names.unshift('');
  if (names.length !== columns) {
    const row = rows[0] ?? first;
    throw new FormatError(
      `line ${first.line} names ${above.length} columns, but line ${row.line} has ${count} fields`,
      first.at,
    );
  }
  const note =
    guess === 'numbers'
      ? `line ${first.line} counts: it is taken for a header, not for a row (--no-header if it is one)`
      : null;
  return { names, hasRowNames, count: columns, hasTrailing, isFirst, note };
}

/** What makes the first record a header: its names, or numbers that count; null if it is none. */
function guessHeader(
  first: readonly string[],
  rows: readonly CsvRecord[],
  count: number,
): 'names' | 'numbers' | null {
  if (rows.length === 0) return null;
  const numbers = first.filter(isNumber);
  const texts = first.filter(isName);
  if (texts.length === 0) return isCount(first, rows) ? 'numbers' : null;
  const shift = count - first.length;
  const isAboveNumbers = first.some(
    (field, i) => isName(field) && holdsNumbers(rows, i + Math.max(0, shift)),
  );
  if (isAboveNumbers && (numbers.length === 0 || isRun(numbers))) return 'names';
  if (numbers.length > 1 && isRun(numbers) && Number(numbers[0]) > 1) return 'numbers';
  if (!texts.every(isKnownName)) return null;
  if (numbers.length === 0) return 'names';
  return numbers.length > 1 && counts(numbers) ? 'numbers' : null;
}

/** Whether a field may be a name: it is no number, none with a unit, and no vector. */
function isName(field: string): boolean {
  return (
    !isNumber(field) &&
    !isMissing(field) &&
    !isInfinite(field) &&
    !isSpoiledNumber(field) &&
    !isVectorText(field)
  );
}

function isVectorText(field: string): boolean {
  return isSurelyBase64(field) || (isBracketed(field) && 'values' in parseVectorText(field));
}

/** Whether names such as 0, 1, 2 or 2019, 2020 may stand among others. */
function isRun(numbers: readonly string[]): boolean {
  const start = Number(numbers[0]);
  const isStart = start === 0 || start === 1 || (start >= 1800 && start < 2100);
  return isStart && numbers.every((text, i) => text.trim() === String(start + i));
}

function counts(fields: readonly string[]): boolean {
  return fields.every((field, i) => field.trim() === String(i));
}

/** Shorter lines of whole numbers, in tables of them, are too likely to be vectors. */
const SURE_COUNT = 4;

/** Whether a line is 0, 1, 2, ..., perhaps after an empty field, where no other is like it. */
function isCount(first: readonly string[], rows: readonly CsvRecord[]): boolean {
  const hasEmpty = first[0].trim() === '' && first.length > 1;
  const fields = hasEmpty ? first.slice(1) : first;
  if (!counts(fields)) return false;
  if (hasEmpty) return true;
  if (fields.length < 2) return false;
  const isWhole = rows.every((row) => row.fields.every((field) => /^\s*-?\d+\s*$/.test(field)));
  // 0 1 2 3 above 4 5 6 7 is an array that counts on.
  const goesOn = rows[0].fields.every((field, i) => Number(field) === fields.length + i);
  return !isWhole || (fields.length >= SURE_COUNT && !goesOn);
}

/** Whether most fields of a column, of those that are not missing, are numbers or vectors. */
function holdsNumbers(rows: readonly CsvRecord[], column: number): boolean {
  const there = rows.map(({ fields }) => fields[column] ?? '').filter((field) => !isMissing(field));
  const found = there.filter(
    (field) => isNumber(field) || isBracketed(field) || isSurelyBase64(field),
  );
  return found.length > 0 && found.length * 2 >= there.length;
}

function isKnownName(field: string): boolean {
  const names = [field.trim()];
  return (
    isIdName(names[0]) || findKnown(names, LABEL_NAMES) === 0 || findKnown(names, POINT_NAMES) === 0
  );
}

/** The names in a comment, as numpy.savetxt writes its header. */
function commentNames(comment: string | null, delimiter: string, count: number): string[] | null {
  if (comment === null) return null;
  const names = splitFields(comment.replace(/^#+/, '').trim(), delimiter);
  if (typeof names === 'string') return null;
  return names.length === count && !names.some(isNumber) ? names : null;
}
