import { InvalidArgumentError as CommanderArgumentError, Option } from 'commander';
import { path } from './values.ts';

// What vectors have beside them: ids and documents.

/** These options as commander parsed them. */
export interface EntryArguments {
  /** A file. */
  readonly ids?: string;
  readonly idColumn?: string;
  readonly fields?: readonly string[];
  /** False for --no-documents; true says nothing. */
  readonly documents?: boolean;
}

/**
 * The options of commands that put entries into an index.
 *
 * @param otherwise - ids where none are given.
 */
export function entryOptions(otherwise: string): Option[] {
  return [
    idsOption(`ids: lines of text, or a list (default: ${otherwise})`),
    new Option('--id-column <name>', 'column or key of the ids, instead of --ids'),
    fieldsOption(
      'columns or keys that make the documents, separated by commas (default: all but the vector ' +
        'and the id)',
    ),
    new Option('--no-documents', 'keep vectors and ids alone'),
  ];
}

/** A file of ids. */
export function idsOption(text: string): Option {
  return new Option('--ids <file>', text).argParser(path);
}

/** Names of fields. */
export function fieldsOption(text: string): Option {
  return new Option('--fields <list>', text).argParser((value: string) => {
    const names = value.split(',').map((name) => name.trim());
    if (!names.includes('') && new Set(names).size === names.length) return names;
    throw new CommanderArgumentError(`It must be names separated by commas, not "${value}".`);
  });
}
