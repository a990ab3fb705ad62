import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../support/markdown.ts';

/** Engines of docs/INTEROP.md, by the name of their script, and the packages that they are. */
export const ENGINES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'pgvector.mjs': {
    '@electric-sql/pglite': '0.5.14',
    '@electric-sql/pglite-pgvector': '0.0.15',
  },
  'sqlite-vec.mjs': { 'better-sqlite3': '12.11.1', 'sqlite-vec': '0.1.9' },
  'lancedb.mjs': { '@lancedb/lancedb': '0.37.1', 'apache-arrow': '18.1.0' },
  'duckdb.mjs': { '@duckdb/node-api': '1.5.6-r.1' },
  'usearch.mjs': { usearch: '2.25.3' },
};

/**
 * Installs an engine into a folder of its own below build/, where it stays, and returns the folder.
 * Null if it can't be installed: a line on stderr says which test is skipped.
 */
export async function installEngine(script: string): Promise<string | null> {
  const folder = join(ROOT, 'build/.engines', script.replace('.mjs', ''));
  const manifest = `${JSON.stringify({ private: true, dependencies: ENGINES[script] }, null, 2)}\n`;
  const done = join(folder, '.installed');
  if (!existsSync(done) || readFileSync(done, 'utf8') !== manifest) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), manifest);
    const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--fetch-retries=0'];
    const { code, output } = await run('npm', args, folder);
    if (code !== 0) {
      const reason = output.trim().split('\n', 1)[0];
      process.stderr.write(
        `skipped: ${script} of docs/INTEROP.md: npm install failed: ${reason}\n`,
      );
      return null;
    }
    writeFileSync(done, manifest);
  }
  const link = join(folder, 'node_modules/hashplane');
  mkdirSync(dirname(link), { recursive: true });
  if (!existsSync(link)) symlinkSync(ROOT, link, 'junction');
  return folder;
}

/** Runs a program to its end. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number | null; output: string }> {
  const { NODE_OPTIONS, NODE_ENV, VITEST, ...env } = process.env;
  const shell = process.platform === 'win32' && command === 'npm';
  const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output: code === 0 ? stdout : stdout + stderr }));
  });
}
