import { checkMethod } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { SqlRow, SqlServerDriver } from '../driver.ts';
import { type CopyStream, copyStatement, sendPieces } from './copy-stream.ts';
import { saying, sqlError } from './refusals.ts';
import { inTransaction, type Statements, transacted } from './transactions.ts';
import { once } from './turns.ts';
import { type SentValue, sentValues } from './values.ts';

/** What `postgres` needs of the package `postgres`, or of a transaction of it. */
interface PostgresStatements {
  // biome-ignore lint/suspicious/noExplicitAny: as the package declares it
  unsafe(sql: string, parameters?: any[], options?: { prepare?: boolean }): any;
  // biome-ignore lint/suspicious/noExplicitAny: as the package declares it
  typed: any;
}

interface PostgresTransaction extends PostgresStatements {
  // biome-ignore lint/suspicious/noExplicitAny: as the package declares it
  savepoint(work: (inside: any) => Promise<unknown>): Promise<any>;
}

/** What `postgres` needs of a `postgres(...)` of the package `postgres`; in a transaction it has no `begin`. */
export interface PostgresLike extends PostgresStatements {
  // biome-ignore lint/suspicious/noExplicitAny: as the package declares it
  begin?(work: (inside: any) => Promise<unknown>): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as the package declares it
  savepoint?(work: (inside: any) => Promise<unknown>): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as the package declares it
  end?(options?: any): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: as the package declares it
  readonly options?: any;
}

const ENGINE = 'PostgreSQL';
const WHAT = 'what postgres(...) of the package postgres gives';
/** The package waits for statements of connections that were lost, too. */
const CLOSING_SECONDS = 5;
/** The type that PostgreSQL takes for one that it has to find out. */
const UNKNOWN_OID = 705;

/**
 * A driver for the package `postgres` (of porsager).
 *
 * @param sql - what `postgres(url)` of that package gives, or in a transaction of the app's own what
 *   `sql.begin` hands in: the driver's transactions are savepoints then.
 */
export function postgres(sql: PostgresLike): SqlServerDriver {
  checkMethod('sql', sql, 'unsafe', WHAT);
  checkColumnNames(sql);
  const { name, query } = statementsOf(sql);
  const close = once(async () => sql.end?.({ timeout: CLOSING_SECONDS }));
  if (sql.begin === undefined) {
    checkMethod('sql', sql, 'savepoint', WHAT);
    const statements = transactionOf(sql as PostgresTransaction);
    return {
      ...{ name, query, close, copy: statements.copy },
      transaction: (work) => inTransaction(statements, (inside) => inside.transaction(work)),
    };
  }
  const begin = async (run: (statements: Statements) => Promise<unknown>) => {
    const connection: Connection = {};
    const ended = sql.begin?.((inside: PostgresTransaction) =>
      unlessLost(connection, () => run(transactionOf(inside, connection))),
    );
    ended?.catch((error) => {
      connection.lost = error;
    });
    return ended;
  };
  return {
    name,
    query,
    // Its connection is asked after it how it went.
    copy: (target, format, pieces) =>
      transacted(ENGINE, begin, (inside) => inside.copy?.(target, format, pieces) as Promise<void>),
    transaction: (work) => transacted(ENGINE, begin, work),
    close,
  };
}

/** The package can be told to give columns other names, `Id` for `id`: results would lack what is asked for. */
function checkColumnNames({ options }: PostgresLike): void {
  const rename = options?.transform?.column?.from;
  if (typeof rename !== 'function' || ['id', 'distance'].every((name) => rename(name) === name))
    return;
  throw new InvalidArgumentError(
    'sql renames columns of one word: give hashplane a postgres(...) without that transform',
  );
}

/** The connection of a transaction; `lost` is why it is not there any more. */
interface Connection {
  lost?: unknown;
}

/** Longest time from the error that says a connection will be closed to its end. */
const CLOSING_MILLIS = 1000;

/**
 * Runs what may fail within a transaction. The package rolls back then, also where the connection is lost:
 * that write ends the process (porsager/postgres issue 1208), or comes into the next transaction. So a lost
 * connection's work never ends, to the package; its `begin` fails when the connection closes.
 */
async function unlessLost<T>(connection: Connection, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const steps = isOfConnection(error) ? CLOSING_MILLIS / 10 : 1;
    for (let i = 0; i < steps && connection.lost === undefined; i++) await afterTurn(10);
    if (connection.lost !== undefined) await new Promise(() => {});
    throw error;
  }
}

/** Whether an error is of a connection that closes: the server's last word, a socket's, or the package's. */
function isOfConnection(error: unknown): boolean {
  const { severity, code } = Object((error as Error)?.cause ?? error) as Record<string, unknown>;
  return (
    severity === 'FATAL' || severity === 'PANIC' || /^(E[A-Z]+|CONNECTION_\w+)$/.test(`${code}`)
  );
}

/** The package remembers a statement that failed until its own savepoint is rolled back. */
function transactionOf(sql: PostgresTransaction, connection: Connection = {}): Statements {
  return {
    ...statementsOf(sql, connection),
    savepoint: async (run) => {
      checkThere(connection);
      return sql.savepoint((inside) =>
        unlessLost(connection, () => run(transactionOf(inside, connection))),
      );
    },
  };
}

/** Throws if a transaction's connection is lost: the package might send the statement over another. */
function checkThere({ lost }: Connection): void {
  if (lost !== undefined) throw sqlError(ENGINE, lost);
}

function statementsOf(sql: PostgresStatements, connection: Connection = {}): Statements {
  const bound = (value: SentValue) =>
    typeof value === 'string' ? sql.typed(value, UNKNOWN_OID) : value;
  return {
    name: ENGINE,
    query: (text, parameters) =>
      saying(ENGINE, async () => {
        checkThere(connection);
        const rows: SqlRow[] = await sql.unsafe(text, sentValues(parameters).map(bound), {
          prepare: true,
        });
        return Array.from(rows);
      }),
    copy: async (target, format, pieces) => {
      checkThere(connection);
      await copyInto(sql, connection, copyStatement(target, 'stdin', format), pieces);
    },
  };
}

/**
 * The package tells nothing of a copy that is refused after its last piece, by a doubled key for one: its
 * stream neither ends nor fails. In a transaction the statement after it does; what was wrong comes from
 * the query object, where it keeps to what version 3 does.
 */
async function copyInto(
  sql: PostgresStatements,
  connection: Connection,
  statement: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  const query = sql.unsafe(statement);
  const { reject } = query;
  let reason: unknown;
  query.reject = (error: unknown) => {
    reason = error;
    reject?.(error);
  };
  const stream: CopyStream = await saying(ENGINE, () => query.writable());
  await sendPieces(ENGINE, stream, pieces);
  stream.end();
  // A stream tells the server of its end in the next turn.
  await afterTurn();
  checkThere(connection);
  try {
    await sql.unsafe('select 1');
  } catch (error) {
    throw sqlError(ENGINE, reason ?? error);
  }
}

function afterTurn(millis = 0): Promise<void> {
  return new Promise((done) => setTimeout(done, millis));
}
