import { InvalidArgumentError } from '../../core/errors.ts';
import { findKnown, POINT_NAMES } from '../known-names.ts';
import { isObject, isVector, isVectorOf, memberAt, vectorPaths } from './json-values.ts';

// Whole JSON documents of vectors: arrays of arrays or objects, columns (as pandas, Chroma and
// Cohere have them), and the answers of embeddings APIs, which hold one of these somewhere.

/** A list of rows somewhere in a document. */
interface List {
  readonly path: readonly string[];
  readonly items: readonly unknown[];
  /** The object that holds the list, whose other lists may be columns beside it. */
  readonly parent: Record<string, unknown>;
}

/**
 * The rows in a value of JSON: vectors, or objects that hold one each. A value that is a row itself
 * gives itself.
 *
 * @param wanted - the path of the vectors or of their list, where people name it.
 * @throws InvalidArgumentError if several lists may be meant.
 */
export function rowsIn(value: unknown, wanted?: string): readonly unknown[] {
  if (Array.isArray(value)) return isVector(value) ? [value] : rowsOfArray(value, wanted);
  if (!isObject(value)) return [value];
  return (
    splitRows(value) ??
    wantedRows(value, wanted) ??
    (isRow(value) ? [value] : null) ??
    listedRows(value) ??
    columnRows(value) ??
    keyedRows(value) ?? [value]
  );
}

/** The rows in a line of JSON lines: the line itself, or what the answer of an API holds. */
export function rowsInLine(value: unknown, wanted?: string): readonly unknown[] {
  if (!isObject(value)) return rowsIn(value, wanted);
  return wantedRows(value, wanted) ?? (isRow(value) ? [value] : (listedRows(value) ?? [value]));
}

/** Items, or what is in them where each is an answer that holds several. */
function rowsOfArray(items: readonly unknown[], wanted?: string): readonly unknown[] {
  const first = items.find((item) => item !== null);
  const isAnswer = isObject(first) && !isVectorRow(first) && listsIn(first).length > 0;
  return isAnswer ? items.flatMap((item) => rowsInLine(item, wanted)) : byIndex(items);
}

/** In the order of `index`, where all rows have one of their own. */
function byIndex(rows: readonly unknown[]): readonly unknown[] {
  const indices = rows.map((row) => (isObject(row) ? row.index : undefined));
  const isOrder = indices.every(Number.isInteger) && new Set(indices).size === rows.length;
  if (!isOrder) return rows;
  return [...rows].sort(
    (a, b) => (memberAt(a, ['index']) as number) - (memberAt(b, ['index']) as number),
  );
}

/** {"columns": [...], "data": [[...], ...]}: pandas' orient="split". */
function splitRows(value: Record<string, unknown>): readonly unknown[] | null {
  const { columns, data } = value;
  if (!Array.isArray(columns) || !Array.isArray(data)) return null;
  if (!data.every(Array.isArray) || columns.some((name) => typeof name === 'object')) return null;
  return data.map((row: unknown[]) =>
    Object.fromEntries(columns.map((name, i) => [String(name), row[i]])),
  );
}

function wantedRows(
  value: Record<string, unknown>,
  wanted: string | undefined,
): readonly unknown[] | null {
  if (wanted === undefined) return null;
  const path = Object.hasOwn(value, wanted) ? [wanted] : wanted.split('.');
  const found = memberAt(value, path);
  if (isVector(found)) return [value];
  const parent = memberAt(value, path.slice(0, -1));
  const isList = Array.isArray(found) && isVectorOf(path[path.length - 1], found[0]);
  return isList && isObject(parent) ? withColumns({ path, items: found, parent }) : null;
}

function isVectorRow(value: unknown): boolean {
  return vectorPaths(value).some((path) => path.length === 1);
}

/** Whether an object is one row: it holds one vector, or one with a known name. */
export function isRow(value: Record<string, unknown>): boolean {
  const keys = Object.keys(value);
  const vectors = keys.filter((key) => isVectorOf(key, value[key]));
  const lists = keys.filter((key) => listOf(value[key]) !== null);
  if (vectors.length === 0) return false;
  if (findKnown(vectors, POINT_NAMES) !== -1) return true;
  return vectors.length === 1 && lists.length === 1;
}

/** The values of an array, or of {"0": ..., "1": ...}, by which pandas writes columns. */
function listOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return null;
  const keys = Object.keys(value);
  const isList = keys.length > 0 && keys.every((key, i) => key === String(i));
  return isList ? Object.values(value) : null;
}

/** How deep lists of rows are looked for. */
const MAX_DEPTH = 6;
/** Codes of Cohere's API, which are no vectors. */
const CODES = ['binary', 'ubinary'];
/** Of Cohere's embeddings by type the first is the most exact. */
const TYPES = ['float', 'base64', 'int8', 'uint8'];

/** All lists of vectors, or of objects with vectors, of the least depth at which there are some. */
function listsIn(document: Record<string, unknown>): List[] {
  let level = [{ value: document, path: [] as string[] }];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const lists: List[] = [];
    const next: typeof level = [];
    for (const { value, path } of level) {
      for (const key of Object.keys(value)) {
        const child = value[key];
        const items = listOf(child);
        const first = items?.find((item) => item !== null);
        const isList =
          isVectorOf(key, first) || (Array.isArray(child) && vectorPaths(first).length > 0);
        if (items && isList) lists.push({ path: [...path, key], items, parent: value });
        else if (isObject(child)) next.push({ value: child, path: [...path, key] });
      }
    }
    if (lists.length > 0) return lists;
    level = next;
  }
  return [];
}

function listedRows(document: Record<string, unknown>): readonly unknown[] | null {
  const lists = listsIn(document);
  if (lists.length === 0) return null;
  const name = ({ path }: List) => path[path.length - 1];
  const typed = TYPES.find((type) => lists.some((list) => name(list) === type));
  const vectors = lists.filter((list) => !CODES.includes(name(list)));
  if (vectors.length === 0) {
    throw new InvalidArgumentError(
      `${lists[0].path.join('.')} are packed codes, no vectors: ask the API for floats`,
    );
  }
  const known = findKnown(vectors.map(name), POINT_NAMES);
  if (typed !== undefined) return withColumns(lists.find((list) => name(list) === typed) as List);
  if (known !== -1) return withColumns(vectors[known]);
  if (vectors.length === 1) return withColumns(vectors[0]);
  const shown = vectors.slice(0, 10).map(({ path }) => JSON.stringify(path.join('.')));
  throw new InvalidArgumentError(
    `several lists hold vectors: choose one of ${shown.join(', ')} with --array`,
  );
}

/** Rows of a list: objects as they are, vectors with what lists of the same length have beside. */
function withColumns({ path, items, parent }: List): readonly unknown[] {
  if (isObject(items[0]) && !isVector(items[0])) return byIndex(items);
  const columns = Object.keys(parent).flatMap((key) => {
    const column = listOf(parent[key]);
    return column?.length === items.length && isScalars(column) ? [{ key, column }] : [];
  });
  const named = (row: number) => columns.map(({ key, column }) => [key, column[row]] as const);
  const own = path.join('.');
  return items.map((vector, row) => Object.fromEntries([...named(row), [own, vector]]));
}

function isScalars(column: readonly unknown[]): boolean {
  return !column.some((item) => typeof item === 'object' && item !== null);
}

/** Columns of numbers and texts, of one length. */
function columnRows(document: Record<string, unknown>): readonly unknown[] | null {
  const columns = Object.keys(document).flatMap((key) => {
    const column = listOf(document[key]);
    return column && isScalars(column) ? [{ key, column }] : [];
  });
  const length = columns[0]?.column.length ?? 0;
  const isTable = columns.length > 1 && columns.every(({ column }) => column.length === length);
  if (!isTable || length === 0) return null;
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(columns.map(({ key, column }) => [key, column[row]])),
  );
}

/** Objects by name: {"a": {"vector": [...]}, "b": {...}}, or pandas' orient="index". */
function keyedRows(document: Record<string, unknown>): readonly unknown[] | null {
  const keys = Object.keys(document);
  const isKeyed = keys.length > 1 && keys.every((key) => isObject(document[key]));
  if (isKeyed) {
    return keys.map((key) => ({ id: key, ...(document[key] as Record<string, unknown>) }));
  }
  // The one object or list of objects within, as in {"vectors": {...}, "namespace": ""}.
  const inner = keys.map((key) => document[key]).filter((value) => typeof value === 'object');
  const [only] = inner;
  if (inner.length !== 1 || only === null) return null;
  if (isObject(only)) return Object.values(only).every(isObject) ? keyedRows(only) : null;
  return Array.isArray(only) && only.length > 0 && only.every(isObject) ? byIndex(only) : null;
}
