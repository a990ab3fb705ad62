import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BackendError } from '../core/errors.ts';

/**
 * Imports a package that hashplane does not depend on: from the project in whose folder the command
 * runs, else from beside hashplane itself.
 *
 * @param purpose - what needs it, for messages.
 * @throws BackendError with the line that installs it.
 */
export async function importPackage<T>(name: string, purpose: string): Promise<T> {
  const file = entryOf(name, process.cwd());
  try {
    return await import(file === undefined ? name : pathToFileURL(file).href);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const isMissing = file === undefined && code === 'ERR_MODULE_NOT_FOUND';
    if (isMissing && message.includes(`'${name}'`)) {
      throw new BackendError(`${purpose} needs a package of its own: npm install ${name}`, {
        cause,
      });
    }
    const [reason] = String(message).split('\n');
    throw new BackendError(`${purpose} needs ${name}, which can't be loaded: ${reason}`, { cause });
  }
}

/**
 * The module that `import` of a package gives in a folder; Node's own look-up begins at the importing
 * file, which is not in the project of who runs it.
 */
function entryOf(name: string, folder: string): string | undefined {
  for (let place = folder; ; place = dirname(place)) {
    const home = join(place, 'node_modules', name);
    if (existsSync(join(home, 'package.json'))) {
      const { exports, module, main } = JSON.parse(
        readFileSync(join(home, 'package.json'), 'utf8'),
      );
      const own = exports?.['.'] ?? exports;
      return join(home, own ? (conditioned(own) ?? 'index.js') : (module ?? main ?? 'index.js'));
    }
    if (dirname(place) === place) return undefined;
  }
}

const CONDITIONS = ['node', 'import', 'module-sync', 'default'];

/** The first of the conditions that holds, in the package's own order. */
function conditioned(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return target.map(conditioned).find((one) => one !== undefined);
  for (const [condition, value] of Object.entries(target ?? {})) {
    if (!CONDITIONS.includes(condition)) continue;
    const found = conditioned(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
