import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileError } from '../core/errors.ts';

/** The folder of the package, wherever the bundler has put this file below it. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    if (folder === dirname(folder)) throw new FileError("can't find the package's own folder");
    folder = dirname(folder);
  }
  return folder;
}
