import { checkMethod } from '../../core/checks.ts';
import { checkOptions } from '../../core/options.ts';
import type { SqlDriver, SqlRow, SqlServerDriver } from '../driver.ts';
import { type CopyStream, copyStatement, ended, sendPieces } from './copy-stream.ts';
import { saying } from './refusals.ts';
import { inTransaction, type Statements, transacted } from './transactions.ts';
import { inOrder, once } from './turns.ts';
import { sentValues } from './values.ts';

/** What `pg` needs of a client of the package `pg`. */
export interface PgClientLike {
  // biome-ignore lint/suspicious/noExplicitAny: as the package declares it
  query(sql: string, parameters?: any[]): Promise<{ rows: any[] }>;
  end?(): Promise<void>;
}

interface PgHeldClient extends PgClientLike {
  release(broken?: boolean): void;
  // biome-ignore lint/suspicious/noExplicitAny: as the package declares it
  on(event: 'error', listener: (error: any) => void): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: as the package declares it
  removeListener(event: 'error', listener: (error: any) => void): unknown;
}

/** What `pg` needs of a pool of the package `pg`. */
export interface PgPoolLike extends PgClientLike {
  connect(): Promise<PgHeldClient>;
  readonly idleCount: number;
}

/** Options of `pg`. */
export interface PgOptions {
  /** `from` of the package `pg-copy-streams`, with which rows are loaded several times faster. */
  readonly copyFrom?: ((sql: string) => object) | undefined;
}

const ENGINE = 'PostgreSQL';

/**
 * A driver for the package `pg`. A transaction takes one client of a pool; of a single client, statements
 * wait for a transaction of the driver that is open. In one that the app began itself on its client, by
 * `begin`, transactions are savepoints: what is kept is for the app to say. The listener for errors of idle clients is the app's:
 * `pool.on('error', ...)`.
 *
 * @param source - `new Pool(...)`, or a client that is connected.
 */
export function pg(source: PgPoolLike | PgClientLike, options: PgOptions = {}): SqlServerDriver {
  checkMethod('source', source, 'query', 'a pool or client of the package pg');
  checkOptions('pg', options, { copyFrom: 1 });
  const { copyFrom } = options;
  if (copyFrom !== undefined) checkMethod('copyFrom', { copyFrom }, 'copyFrom', 'a function');
  return isPool(source) ? poolDriver(source, copyFrom) : clientDriver(source, copyFrom);
}

function isPool(source: PgPoolLike | PgClientLike): source is PgPoolLike {
  return 'idleCount' in source;
}

function poolDriver(pool: PgPoolLike, copyFrom: PgOptions['copyFrom']): SqlServerDriver {
  const { name, query, copy } = statementsOf(pool, copyFrom);
  return {
    name,
    query,
    ...(copy && {
      copy: (target, format, pieces) =>
        holding(pool, async (client) => {
          await statementsOf(client, copyFrom).copy?.(target, format, pieces);
        }),
    }),
    transaction: (work) =>
      holding(pool, (client) => transactionOf(client, statementsOf(client, copyFrom), work)),
    close: once(() => saying(ENGINE, async () => pool.end?.())),
  };
}

function clientDriver(client: PgClientLike, copyFrom: PgOptions['copyFrom']): SqlServerDriver {
  const turn = inOrder();
  const statements = statementsOf(client, copyFrom);
  const { name, query, copy } = statements;
  return {
    name,
    query: (sql, parameters) => turn(() => query(sql, parameters)),
    ...(copy && {
      copy: (target, format, pieces) => turn(() => copy(target, format, pieces)),
    }),
    transaction: (work) =>
      turn(async () =>
        (await isInTransaction(client))
          ? inTransaction(statements, (inside) => inside.transaction(work))
          : transactionOf(client, statements, work),
      ),
    close: once(() => turn(() => saying(ENGINE, async () => client.end?.()))),
  };
}

/**
 * Whether the app has a transaction open: a second `begin` in it is a mere warning, and the `commit` after it
 * would keep what the app may roll back. Outside, a statement without parameters begins one itself.
 */
async function isInTransaction(client: PgClientLike): Promise<boolean> {
  const sql = 'select now() <> statement_timestamp() as "open"';
  const { rows } = await saying(ENGINE, () => client.query(sql));
  return rows[0]?.open === true;
}

function transactionOf<T>(
  client: PgClientLike,
  statements: Statements,
  work: (inside: SqlDriver) => Promise<T>,
): Promise<T> {
  return transacted(
    ENGINE,
    async (run) => {
      await client.query('begin');
      try {
        await run(statements);
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
      await client.query('commit');
    },
    work,
  );
}

/** Runs `work` with a client of a pool; one whose work failed is not used again, since its state is unknown. */
async function holding<T>(
  pool: PgPoolLike,
  work: (client: PgClientLike) => Promise<T>,
): Promise<T> {
  const client = await saying(ENGINE, () => pool.connect());
  // Its statements fail too; an error that nobody listens to would end the process.
  const ignored = () => {};
  client.on('error', ignored);
  let failed = true;
  try {
    const result = await work(client);
    failed = false;
    return result;
  } finally {
    client.removeListener('error', ignored);
    client.release(failed);
  }
}

function statementsOf(client: PgClientLike, copyFrom: PgOptions['copyFrom']): Statements {
  const query: Statements['query'] = (sql, parameters) =>
    saying(ENGINE, async () => (await client.query(sql, sentValues(parameters))).rows as SqlRow[]);
  if (!copyFrom) return { name: ENGINE, query };
  return {
    name: ENGINE,
    query,
    async copy(target, format, pieces) {
      const stream = copyFrom(copyStatement(target, 'stdin', format));
      // Clients of pg run what has a method `submit` as it is.
      (client as unknown as { query(stream: object): unknown }).query(stream);
      await sendPieces(ENGINE, stream as CopyStream, pieces);
      await saying(ENGINE, () => ended(stream as CopyStream));
    },
  };
}
