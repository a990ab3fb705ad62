import { Option } from 'commander';
import { MISSING_RULES, type MissingRule } from '../../data/dataset/missing-rules.ts';
import type { RowStreamOptions } from '../../node/row-stream/row-stream.ts';
import { printable } from '../output/printable.ts';

/** What becomes of missing numbers. */
export function missingOption(): Option {
  return new Option(
    '--missing <rule>',
    'missing numbers: refuse them, fill in the mean of their column or zero, or leave out the row',
  )
    .choices([...MISSING_RULES])
    .default('error');
}

/** Whether a table has names in its first line. */
export function noHeaderOption(): Option {
  return new Option('--no-header', 'the first line of a table is a row, whatever it looks like');
}

/** Whether labels are found by name. */
export function noLabelsOption(): Option {
  return new Option('--no-labels', 'take no array, column or key for labels, whatever its name');
}

/** These options as commander parsed them. */
export interface TableArguments {
  readonly array?: string;
  readonly labelColumn?: string;
  readonly missing?: MissingRule;
  /** False for --no-header; true says nothing. */
  readonly header?: boolean;
}

/**
 * Where vectors are in a file, as readers take it. What they guess is printed on stderr, once.
 *
 * @param progress - the line of progress that must be gone first.
 */
export function tableOptions(
  { array, labelColumn, missing, header }: TableArguments,
  progress?: { clear(): void },
): Omit<RowStreamOptions, 'labelColumn'> & { readonly labelColumn?: string } {
  const told = new Set<string>();
  return {
    ...{ array, labelColumn, missing },
    // Commander's own default is true, which nobody said.
    header: header === false ? false : undefined,
    onWarning(message) {
      if (told.has(message)) return;
      told.add(message);
      progress?.clear();
      process.stderr.write(`note: ${printable(message)}\n`);
    },
  };
}
