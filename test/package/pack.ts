import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The package as its users get it: packed, and unpacked into a folder that knows nothing of ours. */
export interface Installed {
  /** Where consumers are written; `hashplane` is the only package that they can find there. */
  readonly folder: string;
  /** The unpacked package: `node_modules/hashplane` of that folder. */
  readonly library: string;
  readonly tarball: string;
  remove(): void;
}

/** Packs what is built and installs it, without network or scripts. */
export function installPacked(): Installed {
  if (!existsSync(join(ROOT, 'build/.stamp'))) throw new Error('run `npm run build` first');
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-package-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    // What is packed is built already: without its scripts npm doesn't build it again.
    runNpm(['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder]);
    const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
    const library = join(folder, 'node_modules/hashplane');
    mkdirSync(join(folder, 'node_modules'));
    run('tar', ['-xzf', tarball, '-C', folder], folder);
    renameSync(join(folder, 'package'), library);
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    return { folder, library, tarball, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Runs a command and returns what it printed. Nothing of the test runner's own set-up reaches it. */
export function run(command: string, args: readonly string[], cwd: string, shell = false): string {
  const { NODE_OPTIONS, NODE_PATH, NODE_ENV, VITEST, ...env } = process.env;
  const result = spawnSync(command, args, { cwd, env, shell, encoding: 'utf8', timeout: 60_000 });
  if (result.status === 0) return result.stdout;
  const reason = result.error?.message ?? `exit code ${result.status ?? result.signal}`;
  throw new Error(`${command} ${args.join(' ')}: ${reason}\n${result.stdout}${result.stderr}`);
}

function runNpm(args: readonly string[]): void {
  run('npm', args, ROOT, process.platform === 'win32');
}
