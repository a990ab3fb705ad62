import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pg } from '../sql/adapters/pg.ts';
import { pglite } from '../sql/adapters/pglite.ts';
import type { SqlDriver } from '../sql/driver.ts';
import { createPostgresServer, findPostgres } from './postgres-server.ts';

/** An engine that runs until it is closed. */
export interface Engine {
  readonly name: 'PGlite' | 'PostgreSQL';
  /** Of PostgreSQL, which PGlite is too. */
  readonly version: string;
  readonly driver: SqlDriver;
  /** Whether it has the types of pgvector. */
  readonly hasVectors: boolean;
  close(): Promise<void>;
}

/** A table of ten million codes and its indexes fit into the buffers. */
const SETTINGS = { shared_buffers: '2GB', max_wal_size: '8GB', maintenance_work_mem: '512MB' };

/** PGlite over a temporary folder, with pgvector where that is installed. */
export async function startPGlite(): Promise<Engine> {
  const { PGlite } = await load('@electric-sql/pglite', (name) => import(name));
  const vector = await load('@electric-sql/pglite-pgvector', (name) => import(name)).catch(
    () => null,
  );
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-pglite-'));
  const extensions = vector ? { vector: vector.vector } : {};
  const db = await PGlite.create({ dataDir: join(folder, 'data'), extensions });
  if (vector) await db.query('create extension vector');
  const driver = pglite(db);
  return {
    name: 'PGlite',
    version: await versionOf(driver),
    driver,
    hasVectors: vector !== null,
    async close() {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A server of its own, or null where none is installed. */
export async function startPostgreSQL(): Promise<Engine | null> {
  const programs = findPostgres();
  if (programs === null) return null;
  const { default: client } = await load('pg', (name) => import(name));
  const { from: copyFrom } = await load('pg-copy-streams', (name) => import(name));
  const server = await createPostgresServer(programs, { settings: SETTINGS });
  const pool = new client.Pool({ connectionString: server.url(), max: 2 });
  // A server that is stopped ends connections that wait in the pool.
  pool.on('error', () => {});
  const driver = pg(pool, { copyFrom });
  const hasVectors = await driver
    .query('create extension vector')
    .then(() => true)
    .catch(() => false);
  return {
    name: 'PostgreSQL',
    version: await versionOf(driver),
    driver,
    hasVectors,
    async close() {
      await pool.end();
      await server.remove();
    },
  };
}

async function versionOf(driver: SqlDriver): Promise<string> {
  const [{ server_version }] = await driver.query('show server_version');
  return String(server_version).split(' ')[0];
}

/** A package that only this benchmark needs: an app that uses hashplane installs what it takes itself. */
// biome-ignore lint/suspicious/noExplicitAny: packages that need not be there have no types here
async function load(name: string, from: (name: string) => Promise<any>): Promise<any> {
  try {
    return await from(name);
  } catch (cause) {
    throw new Error(`the suite sql needs ${name}: npm install ${name}`, { cause });
  }
}
