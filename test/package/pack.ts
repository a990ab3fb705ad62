import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LIMIT } from '../support/limit.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The package as its users get it: packed, and unpacked into a folder that knows nothing of ours. */
export interface Installed {
  /** Where consumers are written; they find `hashplane` there and what it depends on. */
  readonly folder: string;
  /** The unpacked package: `node_modules/hashplane` of that folder. */
  readonly library: string;
  readonly tarball: string;
  remove(): void;
}

/** Names what was packed for all files of tests: see test/browser/once.ts. */
export const TARBALL = 'HASHPLANE_TEST_TARBALL';

/** Packs what is built into a folder, and returns the file. */
export async function pack(folder: string): Promise<string> {
  // Another process may be building just now; a lock without one doesn't hold us for ever.
  const end = Date.now() + LIMIT / 2;
  while (Date.now() < end && existsSync(join(ROOT, 'build/.lock'))) await setTimeout(100);
  if (!existsSync(join(ROOT, 'build/.stamp'))) throw new Error('run `npm run build` first');
  // What is packed is built already: without its scripts npm doesn't build it again.
  await runNpm(['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder]);
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
}

/** Installs the package as it was packed, without network or scripts. */
export async function installPacked(): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-package-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const tarball = process.env[TARBALL] ?? (await pack(folder));
    const library = join(folder, 'node_modules/hashplane');
    mkdirSync(join(folder, 'node_modules'));
    await run('tar', ['-xzf', tarball, '-C', folder], folder);
    renameSync(join(folder, 'package'), library);
    linkDependencies(folder, library);
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    return { folder, library, tarball, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Runs a command and returns what it printed. Nothing of the test runner's own set-up reaches it. */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  shell = false,
): Promise<string> {
  const { NODE_OPTIONS, NODE_PATH, NODE_ENV, VITEST, ...env } = process.env;
  const options = { cwd, env, shell, timeout: LIMIT, maxBuffer: 2 ** 28 };
  try {
    return (await promisify(execFile)(command, args, options)).stdout;
  } catch (error) {
    const { message, stdout } = error as Error & { stdout: string };
    // The message has what it wrote to stderr; compilers complain on stdout.
    throw new Error(`${message}\n${stdout}`, { cause: error });
  }
}

/** What npm would install beside the package, and what apps that use all of it have: links. */
function linkDependencies(folder: string, library: string): void {
  const manifest = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
  const { dependencies = {}, peerDependencies = {}, optionalDependencies = {} } = manifest;
  const names = Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });
  for (const name of names) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), place, 'junction');
  }
}

async function runNpm(args: readonly string[]): Promise<void> {
  await run('npm', args, ROOT, process.platform === 'win32');
}
