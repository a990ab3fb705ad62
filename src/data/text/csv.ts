import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { type CsvRecord, CsvRecords } from './csv-records.ts';
import { type Line, LineSplitter } from './lines.ts';
import {
  findKnown,
  isNumber,
  LABEL_NAMES,
  parseNumber,
  type RowParser,
  RowStore,
  type Rows,
  type TableOptions,
} from './row-parser.ts';

/** Columns that number the rows: no part of a vector. */
const INDEX_NAMES = ['', 'id', 'index'];

/**
 * Reads CSV or TSV piece by piece (RFC 4180, UTF-8): a record is a row, its columns of numbers make
 * the vector, and one column may be the label. The first record is a header if some column has a
 * text there and a number below. Columns of text other than the labels are left out, and so are
 * those that are called id, index or nothing, as tools number rows.
 *
 * The label's column is the one that is asked for, or one called label, class, y, target...
 */
export class CsvParser implements RowParser {
  readonly pointsName = 'points';
  readonly #options: TableOptions;
  readonly #lines = new LineSplitter();
  readonly #rows = new RowStore();
  readonly #delimiter: string | undefined;
  #records: CsvRecords | undefined;
  /** The first record, until the second tells whether it is a header. */
  #first: CsvRecord | null = null;
  #columns: Columns | null = null;

  /** @param delimiter - default: of comma, tab and semicolon what the first line has most of. */
  constructor(options: TableOptions = {}, delimiter?: string) {
    this.#options = options;
    this.#delimiter = delimiter;
  }

  get cols(): number | undefined {
    return this.#columns?.features.length;
  }

  get labelsName(): string | null {
    return this.#columns?.labelName ?? null;
  }

  push(piece: Uint8Array): void {
    this.#add(this.#lines.push(piece));
  }

  end(): void {
    this.#add(this.#lines.end());
    this.#records?.end();
    if (this.#first) this.#start(this.#first, null);
  }

  take(): Rows {
    return this.#rows.take();
  }

  #add(lines: readonly Line[]): void {
    const first = lines.find(({ text }) => text !== '');
    if (!first) return;
    this.#records ??= new CsvRecords(this.#delimiter ?? delimiterOf(first.text));
    for (const record of this.#records.push(lines)) {
      if (this.#columns) this.#addRow(record, this.#columns);
      else if (this.#first) this.#start(this.#first, record);
      else this.#first = record;
    }
  }

  #start(first: CsvRecord, second: CsvRecord | null): void {
    const isHeader =
      second?.fields.some((field, i) => isNumber(field) && !isNumber(first.fields[i] ?? '0')) ??
      false;
    const sample = isHeader && second ? second : first;
    this.#first = null;
    this.#columns = chooseColumns(isHeader ? first.fields : null, sample, this.#options);
    if (!isHeader) this.#addRow(first, this.#columns);
    if (second) this.#addRow(second, this.#columns);
  }

  #addRow({ fields, line, at }: CsvRecord, { count, features, names, label }: Columns): void {
    if (fields.length !== count) {
      throw new FormatError(`line ${line} has ${fields.length} fields, not ${count}`, at);
    }
    const row = new Float64Array(features.length);
    for (let i = 0; i < features.length; i++) {
      const field = fields[features[i]];
      row[i] = parseNumber(field);
      if (Number.isNaN(row[i])) {
        const name = names?.[features[i]] ?? `${features[i] + 1}`;
        throw new FormatError(
          `line ${line}: column ${JSON.stringify(name)} must be a number, not ${shorten(field)}`,
          at,
        );
      }
    }
    this.#rows.add(row, label === null ? null : fields[label]);
  }
}

interface Columns {
  readonly count: number;
  readonly names: readonly string[] | null;
  /** The columns of the vector. */
  readonly features: number[];
  readonly label: number | null;
  readonly labelName: string | null;
}

function chooseColumns(
  names: readonly string[] | null,
  { fields, at }: CsvRecord,
  options: TableOptions,
): Columns {
  const label = labelColumn(names, fields.length, options.labelColumn);
  const features = fields.flatMap((field, i) => {
    const isIndex = names !== null && INDEX_NAMES.includes(names[i]?.trim().toLowerCase());
    return i !== label && isNumber(field) && !isIndex ? [i] : [];
  });
  // A file of labels alone has one column.
  if (features.length === 0 && label === null && fields.length === 1) {
    return { count: 1, names, features, label: 0, labelName: names?.[0] ?? 'labels' };
  }
  if (features.length === 0 && label === null) {
    throw new FormatError('no column of the table holds numbers', at);
  }
  const labelName = label === null ? null : (names?.[label] ?? 'labels');
  return { count: fields.length, names, features, label, labelName };
}

function labelColumn(
  names: readonly string[] | null,
  count: number,
  wanted: string | number | undefined,
): number | null {
  if (wanted === undefined) {
    const found = names ? findKnown(names, LABEL_NAMES) : -1;
    return found === -1 ? null : found;
  }
  const named = names?.indexOf(String(wanted)) ?? -1;
  if (named !== -1) return named;
  const place = Number(wanted);
  if (Number.isInteger(place) && place !== 0 && Math.abs(place) <= count) {
    return place > 0 ? place - 1 : count + place;
  }
  const there = names ? `: there are ${names.slice(0, 20).map(shorten).join(', ')}` : '';
  throw new InvalidArgumentError(
    `the table of ${count} columns has no column ${shorten(String(wanted))}${there}`,
  );
}

/** Of comma, tab and semicolon the one that a line has most of. */
function delimiterOf(line: string): string {
  const counts = [',', '\t', ';'].map((mark) => line.split(mark).length);
  return [',', '\t', ';'][counts.indexOf(Math.max(...counts))];
}

function shorten(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}
