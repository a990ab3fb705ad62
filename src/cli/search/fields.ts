import { printable } from '../output/printable.ts';

/** Fields that are shown unless others are asked for: more make no line of a terminal. */
const MOST_FIELDS = 4;
/** Characters of a value. */
const MOST_CHARACTERS = 40;

/** The fields of documents as columns of a table. */
export interface FieldColumns {
  readonly names: readonly string[];
  /** Of one document, a cell for each name. */
  cells(document: object | undefined): string[];
}

/**
 * @param documents - those found.
 * @param wanted - names of the fields to show. Default: the first that the documents have.
 */
export function fieldColumns(
  documents: readonly (object | undefined)[],
  wanted: readonly string[] | undefined,
): FieldColumns {
  const names = wanted ?? firstNames(documents);
  return {
    names: names.map(printable),
    cells: (document) => {
      const own = new Map(Object.entries(document ?? {}));
      return names.map((name) => cellOf(own.get(name)));
    },
  };
}

function firstNames(documents: readonly (object | undefined)[]): string[] {
  const names = new Set<string>();
  for (const document of documents) {
    for (const name of Object.keys(document ?? {})) {
      names.add(name);
      if (names.size === MOST_FIELDS) return [...names];
    }
  }
  return [...names];
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = printable(typeof value === 'string' ? value : JSON.stringify(value));
  const characters = [...text];
  if (characters.length <= MOST_CHARACTERS) return text;
  return `${characters.slice(0, MOST_CHARACTERS - 3).join('')}...`;
}
