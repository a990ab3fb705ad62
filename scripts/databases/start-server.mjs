// A PostgreSQL server of our own, for scripts: src/bench/postgres-server.ts is TypeScript, which Node 20
// can't run itself.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

/**
 * @param {Readonly<Record<string, string | number>>} settings - of postgresql.conf.
 * @returns a server that runs; null without PostgreSQL.
 */
export async function startServer(settings = {}) {
  const outfile = `build/.postgres-${process.pid}.mjs`;
  const entryPoints = ['src/bench/postgres-server.ts'];
  await esbuild.build({ entryPoints, outfile, platform: 'node', format: 'esm', bundle: true });
  try {
    const starter = await import(pathToFileURL(resolve(outfile)).href);
    const programs = starter.findPostgres();
    return programs === null ? null : await starter.createPostgresServer(programs, { settings });
  } finally {
    rmSync(outfile, { force: true });
  }
}
