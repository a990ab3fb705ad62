import { existsSync } from 'node:fs';
import { FileError } from '../../core/errors.ts';
import { type PgPoolLike, pg } from '../../sql/adapters/pg.ts';
import { openPGlite, type PGliteClass } from '../../sql/adapters/pglite.ts';
import type { SqlDriver } from '../../sql/driver.ts';
import { UsageError } from '../errors.ts';
import { importPackage } from '../import-package.ts';

/** Where a database is: one of both. */
export interface DatabasePlace {
  readonly url?: string | undefined;
  readonly pglite?: string | undefined;
}

/** A database that is open. */
export interface Connection {
  readonly driver: SqlDriver;
  /** For people, without a password. */
  readonly where: string;
  close(): Promise<void>;
}

/**
 * Throws UsageError unless one place is given.
 *
 * @param prefix - of the options' names.
 */
export function checkPlace({ url, pglite }: DatabasePlace, prefix = ''): void {
  if ((url === undefined) !== (pglite === undefined)) return;
  throw new UsageError(
    `give --${prefix}url or --${prefix}pglite, ${url === undefined ? 'where the codes are' : 'not both'}`,
  );
}

/**
 * Opens a database with a driver of the project that the command runs in.
 *
 * @param mayMake - whether a folder that is not there is made.
 */
export async function connect(place: DatabasePlace, mayMake: boolean): Promise<Connection> {
  if (place.url !== undefined) return connectServer(place.url);
  const folder = place.pglite as string;
  if (!mayMake && !existsSync(folder)) {
    throw new FileError(`can't open ${folder}: no such folder`);
  }
  const { PGlite } = await importPackage<PGlitePackage>('@electric-sql/pglite', '--pglite');
  // Where it is installed, stores may have columns of its types.
  const pgvector = await importPackage<object>('@electric-sql/pglite-pgvector', '--pglite').catch(
    () => null,
  );
  const extensions = pgvector && 'vector' in pgvector ? { vector: pgvector.vector } : {};
  const driver = await openPGlite(PGlite, folder, { extensions });
  return { driver, where: folder, close: () => driver.close() };
}

interface PGlitePackage {
  readonly PGlite: PGliteClass;
}

/** Beyond this a server is taken for one that does not answer. */
const CONNECT_MILLIS = 10_000;

async function connectServer(url: string): Promise<Connection> {
  const { Pool } = await importPackage<PgPackage>('pg', '--url');
  // Without it rows are loaded by INSERT.
  const streams = await importPackage<CopyStreams>('pg-copy-streams', '--url').catch(() => null);
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MILLIS,
    application_name: 'hashplane',
    max: 2,
  });
  // What becomes of an idle client shows when it is asked next.
  pool.on('error', () => {});
  const driver = pg(pool, streams ? { copyFrom: streams.from } : {});
  const where = serverText(url);
  try {
    await driver.query('select 1');
  } catch (cause) {
    await pool.end();
    throw new FileError(`can't connect to ${where}: ${reasonOf(cause)}`, { cause });
  }
  return { driver, where, close: () => pool.end() };
}

/** A refusal at several addresses has its reasons inside. */
function reasonOf(error: unknown): string {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof AggregateError) return String((each.errors[0] as Error).message);
  }
  return (error as Error).message.split('\n')[0];
}

/** The host and database of an address, without user and password. */
function serverText(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return 'the server of --url';
  }
}

interface PgPackage {
  readonly Pool: new (
    options: object,
  ) => PgPoolLike & {
    on(event: 'error', listener: () => void): unknown;
    end(): Promise<void>;
  };
}

interface CopyStreams {
  from(sql: string): object;
}
