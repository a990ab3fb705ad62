import { InvalidArgumentError } from '../core/errors.ts';
import type { Fields } from '../data/text/row-parser.ts';
import type { Id } from '../search/hash-index/types.ts';
import { UsageError } from './errors.ts';
import { idsOfRows, readIds } from './index/ids.ts';
import type { EntryArguments } from './options/entries.ts';
import { printable } from './output/printable.ts';
import type { VectorsOfFile } from './read-vectors.ts';

/** What vectors have beside them. */
export interface Entries {
  /** Undefined where they are left to be numbered. */
  readonly ids: readonly Id[] | undefined;
  /** Undefined where there are none. */
  readonly documents: readonly Fields[] | undefined;
  /** What documents are made of. */
  readonly fields: readonly string[];
}

/** @throws UsageError for options of which one makes the other meaningless. */
export function checkEntryOptions({ ids, idColumn, fields, documents }: EntryArguments): void {
  if (ids !== undefined && idColumn !== undefined) {
    throw new UsageError('give --ids or --id-column, not both');
  }
  if (fields !== undefined && documents === false) {
    throw new UsageError('give --fields or --no-documents, not both');
  }
}

/** Whether what rows have beside their vectors is asked for. */
export function readsFields({ idColumn, fields, documents }: EntryArguments): boolean {
  return documents !== false || idColumn !== undefined || fields !== undefined;
}

/**
 * The ids and documents of the vectors that are left of a file, by the options of a command.
 *
 * @param file - its name, for messages.
 * @throws InvalidArgumentError for a column that is not there.
 */
export async function entriesOf(
  file: string,
  vectors: VectorsOfFile,
  options: EntryArguments,
): Promise<Entries> {
  const { ids: path, idColumn, fields: wanted, documents: isWanted } = options;
  const { fields, rows } = vectors;
  const names = namesOf(fields);
  for (const name of [...(wanted ?? []), ...(idColumn === undefined ? [] : [idColumn])]) {
    if (!names.includes(name)) throw missingColumn(file, name, names);
  }
  const given = path === undefined ? undefined : await readIds(path);
  const ids = idColumn === undefined ? given : idsIn(file, fields as readonly Fields[], idColumn);
  const kept = wanted ?? names.filter((name) => name !== idColumn);
  const all = isWanted === false || kept.length === 0 ? undefined : fields;
  const documents = all?.map((own) => chosen(own, kept));
  return {
    ids: idsOfRows(vectors, ids),
    documents: rows ? documents && Array.from(rows, (row) => documents[row]) : documents,
    fields: documents ? kept : [],
  };
}

/** A line of what became ids and documents; nothing where a file has vectors alone. */
export function entriesText(
  { ids, fields }: Entries,
  { ids: path, idColumn }: EntryArguments,
): string {
  if (fields.length === 0 && idColumn === undefined) return '';
  const hint = fields.includes('id') ? ' (--id-column id takes those of the column id)' : '';
  const given = path === undefined ? 'of the vectors' : `of ${path}`;
  const numbered = ids === undefined ? `row numbers${hint}` : given;
  const named = idColumn === undefined ? numbered : `column ${idColumn}`;
  const documents = fields.length === 0 ? '' : `; documents: ${fields.join(', ')}`;
  return `${printable(`ids: ${named}${documents}`)}\n`;
}

/** All fields that some row has, in the order in which they come first. */
function namesOf(fields: readonly Fields[] | null): string[] {
  const names = new Set<string>();
  for (const own of fields ?? []) for (const name of Object.keys(own)) names.add(name);
  return [...names];
}

function chosen(own: Fields, names: readonly string[]): Fields {
  const there = names.filter((name) => Object.hasOwn(own, name));
  return Object.fromEntries(there.map((name) => [name, own[name]]));
}

function idsIn(file: string, fields: readonly Fields[], column: string): Id[] {
  return fields.map((own, row) => {
    const id = own[column];
    if (typeof id === 'string' || Number.isSafeInteger(id)) return id as Id;
    const place = `${file}: row ${row} (counted from 0)`;
    if (id === undefined || id === null) {
      throw new InvalidArgumentError(`${place} has no ${JSON.stringify(column)} for its id`);
    }
    throw new InvalidArgumentError(
      `${place}: its ${JSON.stringify(column)} must be a whole number or a text, not ` +
        JSON.stringify(id).slice(0, 40),
    );
  });
}

function missingColumn(file: string, name: string, names: readonly string[]) {
  const shown = names.slice(0, 20).map((own) => JSON.stringify(own));
  const there = shown.length > 0 ? `: there are ${shown.join(', ')}` : ' beside its vectors';
  // All columns of numbers of a table of text are taken for the vectors.
  const hint = /\.[ct]sv/i.test(file)
    ? '; columns of numbers are its vectors: .jsonl has keys'
    : '';
  return new InvalidArgumentError(
    `${file} has no column or key ${JSON.stringify(name)}${there}${hint}`,
  );
}
