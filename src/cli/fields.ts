import { type FileArray, isNumericKind } from '../data/arrays/file-array.ts';
import type { FileContents } from '../data/contents.ts';
import type { Fields } from '../data/text/row-parser.ts';

/** Formats whose rows are entries with names of their own, not arrays that happen to be together. */
const TABLES: readonly FileContents['format'][] = ['parquet', 'arrow'];
/** What pandas calls an index without a name. */
const NO_FIELD = /^__index_level_\d+__$/;

/**
 * What each row of a file has beside its vector; null where the format has no such thing.
 *
 * @param onWarning - told which columns are not read.
 */
export async function fieldsOf(
  { format, arrays, fields }: FileContents,
  points: FileArray,
  onWarning?: (message: string) => void,
): Promise<readonly Fields[] | null> {
  if (fields) return fields;
  if (!TABLES.includes(format)) return null;
  const [count] = points.shape;
  const isField = (array: FileArray) =>
    array !== points &&
    array.shape.length === 1 &&
    array.shape[0] === count &&
    (array.readTexts !== undefined || isNumericKind(array.kind)) &&
    !NO_FIELD.test(array.name);
  const unread = arrays.filter((array) => array !== points && isUnread(array));
  if (unread.length > 0) {
    const names = unread.map(({ name }) => name).join(', ');
    onWarning?.(`${names}: columns of these kinds are not read, and are in no document`);
  }
  const columns: { readonly name: string; readonly values: readonly unknown[] }[] = [];
  // One after another: each may be large.
  for (const array of arrays.filter(isField)) {
    columns.push({ name: array.name, values: await valuesOf(array) });
  }
  if (columns.length === 0) return null;
  return Array.from({ length: count }, (_, row) => {
    const own = columns.map(({ name, values }) => [name, values[row]] as const);
    return Object.fromEntries(own.filter(([, value]) => value !== undefined));
  });
}

function isUnread({ kind, readTexts }: FileArray): boolean {
  return readTexts === undefined && !isNumericKind(kind);
}

/** The values of a column as JSON has them; undefined where one is missing. */
async function valuesOf(array: FileArray): Promise<readonly unknown[]> {
  if (array.readTexts) return array.readTexts();
  const { values } = await array.read();
  const isTruth = array.kind === 'bool' || array.kind === 'logical';
  return Array.from(values as ArrayLike<number | bigint>, (value) => {
    if (isTruth) return Boolean(value);
    const number = Number(value);
    if (typeof value === 'bigint') return Number.isSafeInteger(number) ? number : String(value);
    return Number.isFinite(number) ? number : undefined;
  });
}
