import { FormatError } from '../../core/errors.ts';
import { chooseColumns, columnName, type TableColumns } from './csv-columns.ts';
import { typedFields } from './csv-fields.ts';
import { findHeader, type TableHeader } from './csv-header.ts';
import { type CsvRecord, CsvRecords } from './csv-records.ts';
import { findDelimiter } from './delimiter.ts';
import { type Line, LineSplitter } from './lines.ts';
import { isMissing, numberFault, parseNumber } from './numbers.ts';
import {
  type RowParser,
  RowStore,
  type Rows,
  type RowsLayout,
  type TableOptions,
} from './row-parser.ts';
import { isBracketed, parseBase64Floats, parseVectorText } from './vector-text.ts';

/** Lines that are read before delimiter, header and columns are decided, and characters of them. */
const SAMPLE_LINES = 1000;
const SAMPLE_CHARACTERS = 2 ** 22;

interface Table {
  readonly header: TableHeader;
  readonly columns: TableColumns;
}

/**
 * Reads tables piece by piece: CSV (RFC 4180), TSV, and fields between semicolons, bars or spaces,
 * as numpy.savetxt and R write them; in UTF-8. A record is a row, its columns of numbers make the
 * vector, or one column holds vectors as texts; one column may be the label. Many lines decide what
 * the delimiter is, whether the first is a header, and what columns hold. Columns of texts other
 * than the labels are left out, and so are those that tell rows apart: row names, id, doc_id...
 * Lines that begin with # before the first record are comments.
 *
 * The label's column is the one that is asked for, or one called label, class, y, target...
 */
export class CsvParser implements RowParser {
  readonly #options: TableOptions;
  readonly #lines = new LineSplitter();
  readonly #rows = new RowStore();
  readonly #delimiter: string | undefined;
  /** Lines until there are enough to decide by. */
  #sample: Line[] | null = [];
  #sampled = 0;
  /** The last comment before the first record. */
  #comment: string | null = null;
  #records: CsvRecords | null = null;
  #table: Table | null = null;

  /** @param delimiter - default: what cuts the first lines into as many fields each. */
  constructor(options: TableOptions = {}, delimiter?: string) {
    this.#options = options;
    this.#delimiter = delimiter;
  }

  get layout(): RowsLayout {
    const { pointsColumn } = this.#options;
    const { header, columns } = this.#table ?? {};
    const name = (column: number | null | undefined, other: string) =>
      column == null ? null : header?.names?.[column] || other;
    const isText = columns?.isVectorText;
    return {
      cols: isText ? this.#rows.cols : columns?.features.length,
      pointsName:
        pointsColumn ?? (isText ? name(columns?.features[0], 'points') : null) ?? 'points',
      labelsName: name(columns?.label, 'labels'),
      idsName: name(columns?.ids, 'ids'),
      columns:
        header?.names && columns && !isText
          ? columns.features.map((i) => columnName(header.names, i))
          : null,
      notRead: columns?.notRead ?? [],
    };
  }

  push(piece: Uint8Array): void {
    this.#add(this.#lines.push(piece));
  }

  end(): void {
    this.#add(this.#lines.end());
    if (this.#sample) this.#start(this.#sample, true);
    this.#records?.end();
  }

  take(): Rows {
    const taken = this.#rows.take();
    return { ...taken, fields: taken.fields && typedFields(taken.fields) };
  }

  #add(lines: readonly Line[]): void {
    if (this.#records) {
      for (const record of this.#records.push(lines)) this.#addRow(record);
      return;
    }
    for (const line of lines) {
      const isComment = line.text.startsWith('#');
      if (this.#sample?.length === 0 && (isComment || line.text.trim() === '')) {
        if (isComment) this.#comment = line.text;
        continue;
      }
      this.#sample?.push(line);
      this.#sampled += line.text.length;
    }
    const { length } = this.#sample ?? [];
    const isLong = this.#sampled > SAMPLE_CHARACTERS && length > 2;
    if (this.#sample && (length >= SAMPLE_LINES || isLong)) this.#start(this.#sample);
  }

  /** Decides what the table is by its first lines, and reads them. */
  #start(lines: readonly Line[], isWhole = false): void {
    this.#sample = null;
    const delimiter = this.#delimiter ?? findDelimiter(lines.map(({ text }) => text));
    this.#records = new CsvRecords(delimiter);
    const records = this.#records.push(lines);
    if (isWhole) this.#records.end();
    if (records.length === 0) {
      throw new FormatError('the text holds no rows', 0);
    }
    const header = findHeader(records, this.#comment, delimiter, this.#options.header);
    const rows = header.isFirst ? records.slice(1) : records;
    if (rows.length === 0) throw new FormatError('the table has a header and no rows', 0);
    this.#table = { header, columns: chooseColumns(header, rows, this.#options) };
    if (header.note) this.#options.onWarning?.(header.note);
    for (const row of rows) this.#addRow(row);
  }

  #addRow(record: CsvRecord): void {
    const { header, columns } = this.#table as Table;
    const { fields, line, at } = record;
    const isTrailed =
      header.hasTrailing &&
      fields.length === header.count + 1 &&
      fields[header.count].trim() === '';
    if (fields.length !== header.count && !isTrailed) {
      throw new FormatError(`line ${line} has ${fields.length} fields, not ${header.count}`, at);
    }
    const row = columns.isVectorText
      ? this.#vectorIn(record, columns.features[0])
      : this.#numbersIn(record, columns.features);
    const { label, ids } = columns;
    this.#rows.add(row, {
      label: label === null || this.#options.readLabels === false ? null : fields[label],
      id: ids === null ? null : fields[ids],
      fields: this.#options.readFields === true ? this.#fieldsOf(record) : null,
      place: `line ${line}`,
      at,
    });
  }

  /** The texts of the columns that are no part of the vector; null where columns have no names. */
  #fieldsOf({ fields }: CsvRecord): Readonly<Record<string, string>> | null {
    const { header, columns } = this.#table as Table;
    if (header.names === null) return null;
    const others = Array.from({ length: header.count }, (_, i) => i).filter(
      (i) => !columns.features.includes(i),
    );
    return Object.fromEntries(others.map((i) => [columnName(header.names, i), fields[i]]));
  }

  #numbersIn(record: CsvRecord, features: readonly number[]): Float64Array {
    const row = new Float64Array(features.length);
    for (let i = 0; i < row.length; i++) {
      const field = record.fields[features[i]];
      row[i] = parseNumber(field);
      if (Number.isFinite(Math.fround(row[i]))) continue;
      if (!isMissing(field) || !this.#allowsMissing) {
        throw this.#fault(record, features[i], numberFault(field));
      }
    }
    return row;
  }

  /** The vector that a field holds as text. */
  #vectorIn(record: CsvRecord, column: number): ArrayLike<number> {
    const field = record.fields[column];
    const floats = isBracketed(field) ? null : parseBase64Floats(field);
    const vector = floats ?? this.#listIn(record, column);
    const { cols } = this.#rows;
    if (cols !== undefined && vector.length !== cols) {
      const reason = `has ${vector.length} dimensions where the first row has ${cols}`;
      throw this.#fault(record, column, reason);
    }
    return vector;
  }

  #listIn(record: CsvRecord, column: number): Float64Array {
    const field = record.fields[column];
    const { cols } = this.#rows;
    if (isMissing(field) && this.#allowsMissing && cols !== undefined) {
      return new Float64Array(cols).fill(Number.NaN);
    }
    const parsed = parseVectorText(field);
    if ('fault' in parsed) throw this.#fault(record, column, parsed.fault);
    if (parsed.missing !== null && !this.#allowsMissing) {
      throw this.#fault(record, column, parsed.missing);
    }
    return parsed.values;
  }

  get #allowsMissing(): boolean {
    return (this.#options.missing ?? 'error') !== 'error';
  }

  #fault({ line, at }: CsvRecord, column: number, reason: string): FormatError {
    const name = columnName(this.#table?.header.names ?? null, column);
    return new FormatError(`line ${line}: column ${JSON.stringify(name)} ${reason}`, at);
  }
}
