import { spawn } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/markdown.ts';
import { installTools } from '../support/tools.ts';

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

/** What has to be compiled, where no compiled form is to be had. */
const COMPILED: Readonly<Record<string, readonly string[]>> = {
  'sqlite-vec.mjs': ['better-sqlite3'],
};

/** The folder where an engine is installed beside hashplane; null if it can't be. */
export function installEngine(script: string): string | null {
  const name = script.replace('.mjs', '');
  const folder = installTools(name, ENGINES[script], COMPILED[script]);
  if (folder === null) return null;
  const link = join(folder, 'node_modules/hashplane');
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
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
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
