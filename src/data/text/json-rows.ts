import { FormatError } from '../../core/errors.ts';
import { findKnown, findLabels, isIdName, isLabelName, POINT_NAMES } from '../known-names.ts';
import { isObject, memberAt, vectorOf, vectorPaths } from './json-values.ts';
import { numberFault, shorten } from './numbers.ts';
import type { Fields, RowStore, RowsLayout, TableOptions } from './row-parser.ts';

/** A row of a JSON text: an array of numbers, or an object that holds one. */
export interface JsonRow {
  readonly value: unknown;
  /** Where it stands, for messages: "line 3". */
  readonly place: string;
  readonly at: number;
}

/** Where rows have what. */
interface Keys {
  /** Null where rows are vectors themselves, or where `numbers` make them. */
  readonly points: readonly string[] | null;
  /** Keys of single numbers that make the vector, where no key holds one. */
  readonly numbers: readonly string[] | null;
  readonly label: readonly string[] | null;
  readonly id: string | null;
}

/** Rows that are looked at to choose keys. */
export const SAMPLE_ROWS = 100;

/** Turns rows of JSON into vectors, labels and ids; the first ones decide which keys hold them. */
export class JsonRowReader {
  readonly #options: TableOptions;
  readonly #rows: RowStore;
  #keys: Keys | null = null;

  constructor(options: TableOptions, rows: RowStore) {
    this.#options = options;
    this.#rows = rows;
  }

  get layout(): RowsLayout {
    const { points = null, numbers = null, label = null, id = null } = this.#keys ?? {};
    return {
      cols: this.#rows.cols,
      pointsName: this.#options.pointsColumn ?? points?.join('.') ?? 'points',
      labelsName: label?.join('.') ?? null,
      idsName: id,
      columns: numbers,
      notRead: [],
    };
  }

  /** Chooses keys by the first rows. At least one is needed. */
  start(sample: readonly JsonRow[]): void {
    this.#keys = chooseKeys(sample.slice(0, SAMPLE_ROWS), this.#options);
  }

  /** Whether a value is surely a row, by the keys that were chosen: no list of them. */
  holds(value: unknown): boolean {
    const points = this.#keys?.points;
    const found = points ? memberAt(value, points) : undefined;
    return typeof found === 'string' || (Array.isArray(found) && typeof found[0] === 'number');
  }

  add(row: JsonRow): void {
    const { points, numbers, label, id } = this.#keys as Keys;
    const vector = numbers ? this.#numbersOf(row, numbers) : this.#vectorOf(row, points);
    const { cols } = this.#rows;
    if (cols !== undefined && vector.length !== cols) {
      throw fault(row, `it has ${vector.length} dimensions where the first has ${cols}`);
    }
    const { place, at } = row;
    this.#rows.add(vector, {
      label: label && this.#options.readLabels !== false ? labelOf(row, label) : null,
      id: id === null ? null : textOf(memberAt(row.value, [id])),
      fields: this.#options.readFields === true ? fieldsOf(row.value, points, numbers) : null,
      place,
      at,
    });
  }

  #vectorOf(row: JsonRow, path: readonly string[] | null): Float64Array {
    const value = path === null ? row.value : memberAt(row.value, path);
    const what = path === null ? 'it' : JSON.stringify(path.join('.'));
    const { cols } = this.#rows;
    if (value === null && this.#allowsMissing && cols !== undefined) {
      return new Float64Array(cols).fill(Number.NaN);
    }
    if (value === undefined) throw fault(row, `there is no key ${what}: choose one with --array`);
    const vector = vectorOf(value);
    if ('fault' in vector) throw fault(row, `${what} ${vector.fault}`);
    if (vector.missing && !this.#allowsMissing) throw fault(row, `${what} ${vector.missing}`);
    return vector.values;
  }

  #numbersOf(row: JsonRow, keys: readonly string[]): Float64Array {
    const values = new Float64Array(keys.length);
    for (let i = 0; i < keys.length; i++) {
      const value = memberAt(row.value, [keys[i]]) ?? null;
      const isNumber = typeof value === 'number' && Number.isFinite(Math.fround(value));
      values[i] = isNumber ? value : Number.NaN;
      if (isNumber || (value === null && this.#allowsMissing)) continue;
      const text = typeof value === 'object' && value !== null ? 'an object' : String(value);
      throw fault(row, `${JSON.stringify(keys[i])} ${numberFault(text)}`);
    }
    return values;
  }

  get #allowsMissing(): boolean {
    return (this.#options.missing ?? 'error') !== 'error';
  }
}

function chooseKeys(sample: readonly JsonRow[], options: TableOptions): Keys {
  const { pointsColumn, labelColumn } = options;
  const [first] = sample;
  if (Array.isArray(first.value) || typeof first.value === 'string') {
    return { points: null, numbers: null, label: null, id: null };
  }
  if (!isObject(first.value)) {
    throw fault(first, 'it must be an array of numbers, or an object with one');
  }
  const objects = sample.map(({ value }) => value).filter(isObject);
  const scalars = keysOf(objects, (value) => typeof value !== 'object');
  const numeric = keysOf(objects, (value) => typeof value === 'number');
  const named = scalars[findLabels(scalars, numeric)];
  const label = labelColumn === undefined ? named : String(labelColumn);
  const ids = scalars.filter((key) => key !== label && isIdName(key));
  const points = pointsPath(objects, first, pointsColumn);
  const numbers = numeric
    .filter((key) => !isLabelName(key, numeric) && !isIdName(key))
    .filter((key) => key !== label);
  if (points === null && numbers.length === 0) {
    throw fault(first, 'no key holds an array of numbers');
  }
  return {
    points,
    numbers: points === null ? numbers : null,
    label: label === undefined ? null : pathOf(objects, label),
    id: ids.find((key) => key.toLowerCase() === 'id') ?? ids[0] ?? null,
  };
}

/** The path of the vectors: the one that is asked for, with a known name, or the only one. */
function pointsPath(
  objects: readonly Record<string, unknown>[],
  first: JsonRow,
  wanted: string | undefined,
): readonly string[] | null {
  if (wanted !== undefined) return pathOf(objects, wanted);
  const found = new Map<string, { path: string[]; count: number }>();
  for (const row of objects) {
    for (const path of vectorPaths(row)) {
      const key = path.join('.');
      const known = found.get(key);
      if (known) known.count++;
      else found.set(key, { path, count: 1 });
    }
  }
  const paths = [...found.values()]
    .filter(({ count }) => count * 2 >= objects.length)
    .map(({ path }) => path);
  if (paths.length < 2) return paths[0] ?? null;
  // Nearer to the top counts more than a better name.
  const depth = Math.min(...paths.map(({ length }) => length));
  const shallow = paths.filter(({ length }) => length === depth);
  const known = findKnown(
    shallow.map((path) => path[path.length - 1]),
    POINT_NAMES,
  );
  if (known !== -1) return shallow[known];
  if (shallow.length === 1) return shallow[0];
  const shown = shallow.slice(0, 10).map((path) => JSON.stringify(path.join('.')));
  throw fault(
    first,
    `several keys hold arrays of numbers: ${shown.join(', ')}: choose one with --array`,
  );
}

/** A name as the path that it is: a key, or keys within keys with dots between. */
function pathOf(objects: readonly Record<string, unknown>[], name: string): readonly string[] {
  return objects.some((row) => Object.hasOwn(row, name)) ? [name] : name.split('.');
}

/** Keys of which most values, of those that are there, are so, in the order in which they come. */
function keysOf(
  objects: readonly Record<string, unknown>[],
  test: (value: unknown) => boolean,
): string[] {
  const counts = new Map<string, { there: number; found: number }>();
  for (const row of objects) {
    for (const key of Object.keys(row)) {
      if (row[key] === null) continue;
      const count = counts.get(key) ?? { there: 0, found: 0 };
      count.there++;
      if (test(row[key])) count.found++;
      counts.set(key, count);
    }
  }
  return [...counts].filter(([, { there, found }]) => found * 2 >= there).map(([key]) => key);
}

/** What a row has beside its vector; null where it is one. */
function fieldsOf(
  value: unknown,
  points: readonly string[] | null,
  numbers: readonly string[] | null,
): Fields | null {
  if (!isObject(value)) return null;
  if (points !== null) return without(value, points);
  const left = Object.entries(value).filter(([key]) => !numbers?.includes(key));
  return Object.fromEntries(left);
}

/** A copy of an object without what a path leads to. */
function without(value: Readonly<Record<string, unknown>>, path: readonly string[]): Fields {
  const [first, ...rest] = path;
  const left = Object.entries(value).flatMap(([key, own]) => {
    if (key !== first) return [[key, own] as const];
    return rest.length > 0 && isObject(own) ? [[key, without(own, rest)] as const] : [];
  });
  return Object.fromEntries(left);
}

function labelOf(row: JsonRow, path: readonly string[]): string {
  const label = memberAt(row.value, path);
  if (typeof label !== 'object' || label === null) return textOf(label);
  throw fault(row, `the label ${shorten(path.join('.'))} must be a whole number or a text`);
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

function fault({ place, at }: JsonRow, reason: string): FormatError {
  return new FormatError(`${place}: ${reason}`, at);
}
