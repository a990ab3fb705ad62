import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Pool, type PoolConfig } from 'pg';
import { findPostgres, type PostgresServer } from '../../src/bench/postgres-server.ts';

export { createPostgresServer, type PostgresServer } from '../../src/bench/postgres-server.ts';

/**
 * The programs of PostgreSQL, for tests of servers. Without them, or without an extension that a test
 * needs, it says so and returns null, for the tests to be skipped; in continuous integration
 * (HASHPLANE_CI) it throws.
 */
export function postgresOfTests(extension?: 'plproxy'): string | null {
  const programs = findPostgres();
  if (programs === null) return missing('no PostgreSQL on the PATH or in /usr/lib/postgresql');
  if (extension && !hasExtension(programs, extension)) {
    return missing(`PostgreSQL in ${programs} has no ${extension}`);
  }
  return programs;
}

function missing(what: string): null {
  const hint = `${what}: install postgresql-15 and postgresql-15-plproxy`;
  if (process.env.HASHPLANE_CI) throw new Error(hint);
  process.stderr.write(`tests of a database server are skipped: ${hint}\n`);
  return null;
}

/** Where Debian keeps an extension's description, beside the programs or among the shared files. */
function hasExtension(programs: string, extension: string): boolean {
  const version = /\/(\d+)\/bin$/.exec(programs)?.[1];
  const folders = [join(programs, '../share/postgresql'), join(programs, '../share')];
  if (version) folders.push(`/usr/share/postgresql/${version}`);
  return folders.some((folder) => existsSync(join(folder, 'extension', `${extension}.control`)));
}

/**
 * A pool whose clients may lose their server: one that stops tells them so, also those that the pool has
 * let go of already, and a pool without a listener throws that.
 */
export function poolOf(server: PostgresServer, options: PoolConfig = {}): Pool {
  const pool = new Pool({ connectionString: server.url(), ...options });
  pool.on('error', () => {});
  return pool;
}
