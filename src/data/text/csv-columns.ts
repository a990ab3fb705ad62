import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { findKnown, findLabels, isIdName, isLabelName, POINT_NAMES } from '../known-names.ts';
import type { TableHeader } from './csv-header.ts';
import type { CsvRecord } from './csv-records.ts';
import { isInfinite, isMissing, isNumber, isSpoiledNumber, shorten } from './numbers.ts';
import type { NotRead, TableOptions } from './row-parser.ts';
import { isBareList, isBracketed, isSurelyBase64, parseBase64Floats } from './vector-text.ts';

/** What the columns of a table are. */
export interface TableColumns {
  /** Columns of numbers that make the vector; one alone if it holds vectors as texts. */
  readonly features: readonly number[];
  readonly isVectorText: boolean;
  readonly label: number | null;
  readonly ids: number | null;
  readonly notRead: readonly NotRead[];
}

type Kind = 'number' | 'list' | 'bare list' | 'base64' | 'text';

/**
 * Which columns are vectors, labels and ids, by the header and many rows.
 *
 * @param rows - the first of the table, without the header.
 * @throws InvalidArgumentError for a column that is asked for and not there, or vectors in several.
 * @throws FormatError if no column holds numbers.
 */
export function chooseColumns(
  header: TableHeader,
  rows: readonly CsvRecord[],
  options: TableOptions,
): TableColumns {
  const { names, count } = header;
  const sample = rows.filter(({ fields }) => fields.length >= count);
  const all = Array.from({ length: count }, (_, column) => column);
  const kinds = all.map((column) => kindOf(sample, column, names?.[column] ?? ''));
  const label = labelColumn(header, kinds, options.labelColumn);
  const isId = (i: number) =>
    names !== null && ((i === 0 && header.hasRowNames) || isIdName(names[i]));
  const idColumns = new Set(all.filter((i) => i !== label && isId(i)));
  const open = all.filter((i) => i !== label && !idColumns.has(i));
  const vector = vectorColumn(header, kinds, open, options.pointsColumn);
  const scalars = names?.filter((_, i) => kinds[i] === 'number') ?? [];
  const isLabel = (i: number) => names !== null && isLabelName(names[i], scalars);
  const numbers = open.filter((i) => kinds[i] === 'number' && !isLabel(i));
  const features = vector === null ? numbers : [vector];
  const isVectorText = vector !== null && kinds[vector] !== 'number';
  const [ids = null] = idColumns;
  const parts = { features, isVectorText, label, ids };
  if (features.length === 0 && label === null) {
    // A file of labels alone has one column of texts; a file of ids none.
    if (open.length > 1 || (open.length === 0 && idColumns.size === 0)) {
      throw new FormatError('no column of the table holds numbers', rows[0]?.at ?? 0);
    }
    return { ...parts, label: open[0] ?? null, notRead: [] };
  }
  const used = new Set([...features, label, parts.ids]);
  const notRead = all
    .filter((i) => !used.has(i))
    .map((i) => ({
      name: columnName(names, i),
      reason: isLabel(i) ? 'other labels' : reasonOf(kinds[i], idColumns.has(i)),
    }));
  return { ...parts, notRead };
}

/** A column as messages call it: its name, or its place from 1. */
export function columnName(names: readonly string[] | null, column: number): string {
  return names?.[column] || `${column + 1}`;
}

function reasonOf(kind: Kind, isId: boolean): string {
  if (isId) return 'a second column of ids';
  if (kind === 'text') return 'texts';
  return kind === 'number' ? 'numbers beside the column of vectors' : 'other vectors';
}

/** Many rows decide: a column of numbers is one even where some are missing or spoiled. */
function kindOf(rows: readonly CsvRecord[], column: number, name: string): Kind {
  let numbers = 0;
  const texts: string[] = [];
  for (const { fields } of rows) {
    const field = fields[column];
    if (isNumber(field) || isInfinite(field) || isSpoiledNumber(field)) numbers++;
    else if (!isMissing(field)) texts.push(field);
  }
  if (numbers >= texts.length) return 'number';
  const isMost = (test: (text: string) => boolean) => texts.filter(test).length * 2 > texts.length;
  if (isMost(isBracketed)) return 'list';
  if (isMost(isBareList)) return 'bare list';
  const isNamed = findKnown([name], POINT_NAMES) === 0;
  const isFloats = (text: string) => parseBase64Floats(text) !== null;
  return isMost(isNamed ? isFloats : isSurelyBase64) ? 'base64' : 'text';
}

/** The column of vectors as texts; null if columns of numbers make the vector. */
function vectorColumn(
  { names }: TableHeader,
  kinds: readonly Kind[],
  open: readonly number[],
  wanted: string | undefined,
): number | null {
  if (wanted !== undefined) {
    const asked = names?.indexOf(wanted) ?? -1;
    if (asked !== -1) return asked;
    // The parser's own name for what columns of numbers make.
    if (wanted === 'points') return null;
    throw missingColumn(names, kinds.length, wanted, '--array');
  }
  const called = (columns: readonly number[]) => {
    const found = findKnown(
      columns.map((i) => names?.[i] ?? ''),
      POINT_NAMES,
    );
    return found === -1 ? null : columns[found];
  };
  const hasNumbers = open.some((i) => kinds[i] === 'number');
  const certain = open.filter((i) => kinds[i] === 'list' || kinds[i] === 'base64');
  const bare = open.filter((i) => kinds[i] === 'bare list');
  const columns = certain.length > 0 || hasNumbers ? certain : bare;
  const known = called(columns) ?? called(bare);
  if (known !== null || columns.length < 2) return known ?? columns[0] ?? null;
  const shown = columns.slice(0, 10).map((i) => JSON.stringify(columnName(names, i)));
  throw new InvalidArgumentError(
    `several columns hold vectors: choose one of ${shown.join(', ')} with --array`,
  );
}

function labelColumn(
  { names, count }: TableHeader,
  kinds: readonly Kind[],
  wanted: string | number | undefined,
): number | null {
  if (wanted === undefined) {
    const scalars = names?.filter((_, i) => kinds[i] === 'number');
    const found = names ? findLabels(names, scalars) : -1;
    return found === -1 ? null : found;
  }
  const named = names?.indexOf(String(wanted)) ?? -1;
  if (named !== -1) return named;
  const place = Number(wanted);
  if (Number.isInteger(place) && place !== 0 && Math.abs(place) <= count) {
    return place > 0 ? place - 1 : count + place;
  }
  throw missingColumn(names, count, String(wanted), '--label-column');
}

function missingColumn(
  names: readonly string[] | null,
  count: number,
  wanted: string,
  option: string,
): InvalidArgumentError {
  const there = names
    ? `: there are ${names.slice(0, 20).map(shorten).join(', ')}`
    : ', and no header with names';
  return new InvalidArgumentError(
    `the table of ${count} columns has no column ${shorten(wanted)} for ${option}${there}`,
  );
}
