import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A browser of the tests, and how it is found. */
export interface Wanted {
  readonly title: string;
  /** The variable that names its path. */
  readonly variable: string;
  readonly names: readonly string[];
}

/**
 * The path of a browser: what its variable says, or the first of its names on the PATH. Without one it
 * says so and returns null, for the tests to be skipped; in continuous integration (HASHPLANE_CI) that
 * would hide them, so there it throws.
 */
export function findBrowser({ title, variable, names }: Wanted): string | null {
  const { PATH = '', HASHPLANE_CI } = process.env;
  const named = process.env[variable];
  if (named) return named;
  for (const folder of PATH.split(delimiter)) {
    for (const name of names) {
      const file = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
      if (folder !== '' && isExecutable(file)) return file;
    }
  }
  const hint = `no ${title} on the PATH: install it, or name it by ${variable}`;
  if (HASHPLANE_CI) throw new Error(hint);
  process.stderr.write(`browser tests are skipped: ${hint}\n`);
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
