import { Option } from 'commander';
import { BACKENDS } from '../../kernels/api.ts';
import { path, whole } from './values.ts';

// Options that several commands have, each in one form.

/** The largest seed of numpy's legacy generator. */
export const SEED_LIMIT = 2 ** 32 - 1;

/** Which array of a file, or column of a table, holds the vectors. */
export function arrayOption(): Option {
  return new Option('--array <name>', 'array, column or key of the vectors, of several');
}

/** Which column or array holds the labels. */
export function labelColumnOption(): Option {
  return new Option(
    '--label-column <name>',
    'column, array or key of the labels: its name, or its place from 1 (-1: the last)',
  );
}

/** The file of labels, where the vectors' own file has none. */
export function labelsOption(text: string): Option {
  return new Option('--labels <file>', text).argParser(path);
}

/** Which backend computes. */
export function backendOption(): Option {
  return new Option('--backend <name>', 'compute backend')
    .choices(['auto', ...BACKENDS])
    .default('auto');
}

/** Length of the codes. */
export function bitsOption(text: string): Option {
  return new Option('--bits <b>', text).argParser(whole(1, 4096)).default(64);
}

/** @param most - less than the limit where other seeds follow this one. */
export function seedOption(text: string, most = SEED_LIMIT): Option {
  return new Option('--seed <n>', text).argParser(whole(0, most)).default(0);
}

/** How many threads work, 1 unless another default is set. */
export function threadsOption(text: string): Option {
  return new Option('--threads <n>', text).argParser(whole(1, 256)).default(1);
}

/** Whether the result is printed for programs. */
export function jsonOption(): Option {
  return new Option('--json', 'print one JSON object and nothing else');
}
