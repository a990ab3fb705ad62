// Tools that only some tests need, and that are too large to be installed with the others.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIMIT } from './limit.ts';
import { ROOT } from './markdown.ts';

/** Kept from run to run; what is in it depends on the versions alone. */
const FOLDER = join(ROOT, 'build/.tools');

/**
 * A folder in build/.tools where packages are installed, as pinned, with what the package itself
 * depends on; from the registry, once. Without one it says so and returns null, for the tests to be
 * skipped; in continuous integration (HASHPLANE_CI) that would hide them, so there it throws.
 *
 * @param compiled - packages that have to be compiled, or fetch what they need, when installed.
 */
export function installTools(
  name: string,
  packages: Readonly<Record<string, string>>,
  compiled: readonly string[] = [],
) {
  const folder = join(FOLDER, name);
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const manifest = JSON.stringify({
    private: true,
    type: 'module',
    dependencies: { ...dependencies, ...packages },
  });
  const installed = join(folder, '.installed');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === manifest) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), manifest);
  const failure = npm(folder, 'install', '--ignore-scripts') ?? rebuild(folder, compiled);
  if (failure === null) {
    writeFileSync(installed, manifest);
    return folder;
  }
  const reason = `${name} can't be installed: ${failure}`;
  if (process.env.HASHPLANE_CI) throw new Error(reason);
  process.stderr.write(`tests with ${name} are skipped: ${reason}\n`);
  return null;
}

function rebuild(folder: string, packages: readonly string[]): string | null {
  return packages.length === 0 ? null : npm(folder, 'rebuild', ...packages);
}

/** Scripts run for the packages named alone. Null if it succeeded, what is wrong if not. */
function npm(cwd: string, ...args: string[]): string | null {
  const { error, status, stderr } = spawnSync(
    'npm',
    [...args, '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd, encoding: 'utf8', shell: process.platform === 'win32', timeout: LIMIT },
  );
  if (status === 0) return null;
  return error?.message ?? stderr.trim().split('\n')[0] ?? `exit code ${status}`;
}
