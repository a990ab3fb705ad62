import { HashCodes } from '../../../core/hash-codes.ts';
import type { Matrix } from '../../../core/matrix.ts';
import type { CopyColumn } from '../../../sql/copy/columns.ts';
import { type CopyFormat, copyRows } from '../../../sql/copy/copy-rows.ts';
import type { SqlDriver, SqlValue } from '../../../sql/driver.ts';

/** What is loaded: ids are 0, 1, 2, ... */
export interface Rows {
  readonly codes: HashCodes;
  readonly vectors: Matrix | null;
}

/** A way to bring the first rows into a table. */
export interface Loader {
  readonly name: string;
  readonly isSingle?: boolean;
  load(driver: SqlDriver, table: string, data: Rows, rows: number): Promise<void>;
}

/** Rows of a piece, and of a statement. */
const BATCH = 1000;

/** From the quickest to the slowest, as far as one knows. */
export const LOADERS: readonly Loader[] = [
  { name: 'COPY BINARY', load: copyAs('binary') },
  { name: 'COPY text', load: copyAs('text') },
  { name: 'unnest', load: unnest },
  { name: 'VALUES', load: (...args) => insert(...args, BATCH) },
  { name: 'single rows', isSingle: true, load: (...args) => insert(...args, 1) },
];

/** Codes in the order of SQL's bit strings, the first bit first. */
export function bitTexts(codes: HashCodes, from: number, to: number): string[] {
  const bytes = codes.toBytes('big');
  const each = bytes.length / codes.count;
  return Array.from({ length: to - from }, (_, i) => {
    let text = '';
    for (let b = 0; b < each; b++) {
      text += bytes[(from + i) * each + b].toString(2).padStart(8, '0');
    }
    return text.slice(0, codes.bits);
  });
}

function vectorText({ data, cols }: Matrix, row: number): string {
  return `[${data.subarray(row * cols, (row + 1) * cols).join()}]`;
}

function copyAs(format: CopyFormat): Loader['load'] {
  return (driver, table, { codes, vectors }, rows) => {
    const columns: CopyColumn[] = [
      { type: 'bigint', values: Array.from({ length: rows }, (_, i) => i) },
      { type: 'bit', values: some(codes, 0, rows) },
    ];
    if (vectors) columns.push({ type: 'halfvec', values: vectors });
    return copyRows(driver, `${table}${columnsOf({ vectors })}`, columns, format);
  };
}

async function unnest(driver: SqlDriver, table: string, data: Rows, rows: number) {
  const { bits } = data.codes;
  for (const { from, to } of batches(rows)) {
    const ids = Array.from({ length: to - from }, (_, i) => from + i);
    const values: SqlValue[] = [ids, bitTexts(some(data.codes, from, to), 0, to - from)];
    const { vectors } = data;
    if (vectors) values.push(ids.map((id) => vectorText(vectors, id)));
    const given = vectors
      ? 'unnest($1::bigint[], $2::text[], $3::text[])'
      : 'unnest($1::bigint[], $2::text[])';
    const selected = vectors
      ? `id, code::bit(${bits}), vector::halfvec(${vectors.cols})`
      : `id, code::bit(${bits})`;
    await driver.query(
      `insert into ${table}${columnsOf(data)} select ${selected} from ${given} ` +
        `as given(id, code${vectors ? ', vector' : ''})`,
      values,
    );
  }
}

async function insert(driver: SqlDriver, table: string, data: Rows, rows: number, batch: number) {
  const { vectors } = data;
  const each = vectors ? 3 : 2;
  for (const { from, to } of batches(rows, batch)) {
    const codes = bitTexts(some(data.codes, from, to), 0, to - from);
    const values = codes.flatMap((code, i) =>
      vectors ? [from + i, code, vectorText(vectors, from + i)] : [from + i, code],
    );
    const places = codes.map(
      (_, i) => `(${Array.from({ length: each }, (__, c) => `$${i * each + c + 1}`).join()})`,
    );
    await driver.query(`insert into ${table}${columnsOf(data)} values ${places.join()}`, values);
  }
}

function columnsOf({ vectors }: Pick<Rows, 'vectors'>): string {
  return vectors ? ' ("id", "code", "vector")' : ' ("id", "code")';
}

function some({ words, wordsPerCode, bits }: HashCodes, from: number, to: number): HashCodes {
  return new HashCodes(words.subarray(from * wordsPerCode, to * wordsPerCode), to - from, bits);
}

function batches(rows: number, batch = BATCH): { from: number; to: number }[] {
  return Array.from({ length: Math.ceil(rows / batch) }, (_, i) => ({
    from: i * batch,
    to: Math.min(rows, (i + 1) * batch),
  }));
}
