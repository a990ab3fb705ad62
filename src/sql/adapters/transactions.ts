import type { SqlDriver } from '../driver.ts';
import { saying } from './refusals.ts';

/** What a driver has besides transactions. */
export interface Statements extends Pick<SqlDriver, 'name' | 'query' | 'copy'> {
  /** Runs what it is given within a savepoint, where the package wants to do so itself. */
  readonly savepoint?: Savepoint;
}

type Savepoint = (run: (statements: Statements) => Promise<unknown>) => Promise<unknown>;

type Work<T> = (inside: SqlDriver) => Promise<T>;

/**
 * Runs `work` in a transaction of a package, whose own errors get one line while those of `work` stay.
 *
 * @param begin - begins one, runs what it is given, commits, or rolls back if that fails.
 */
export async function transacted<T>(
  engine: string,
  begin: (run: (statements: Statements) => Promise<T>) => Promise<unknown>,
  work: Work<T>,
): Promise<T> {
  let failed: { readonly error: unknown } | undefined;
  return resultOf(async (keep) => {
    try {
      await saying(engine, () =>
        begin(async (statements) => {
          try {
            const result = await inTransaction(statements, work);
            keep(result);
            return result;
          } catch (error) {
            failed = { error };
            throw error;
          }
        }),
      );
    } catch (error) {
      throw failed ? failed.error : error;
    }
  });
}

/**
 * Runs `work` with a driver whose transactions are savepoints. PostgreSQL answers the commit of a transaction
 * in which a statement failed by a rollback, without an error: here it is one, also where `work` caught it.
 */
export async function inTransaction<T>(
  statements: Statements,
  work: Work<T>,
  depth = 1,
): Promise<T> {
  let failed: { readonly error: unknown } | undefined;
  const watched = async <R>(call: () => Promise<R>): Promise<R> => {
    try {
      return await call();
    } catch (error) {
      failed ??= { error };
      throw error;
    }
  };
  const { name, query, copy, savepoint = savepointOf(statements, `hp_${depth}`) } = statements;
  const inside: SqlDriver = {
    name,
    query: (sql, parameters) => watched(() => query(sql, parameters)),
    ...(copy && {
      copy: (target, format, pieces) => watched(() => copy(target, format, pieces)),
    }),
    transaction: (nested) =>
      resultOf((keep) =>
        savepoint(async (within) => keep(await inTransaction(within, nested, depth + 1))),
      ),
  };
  const result = await work(inside);
  if (failed) throw failed.error;
  return result;
}

function savepointOf(statements: Statements, name: string): Savepoint {
  return async (run) => {
    await statements.query(`savepoint ${name}`);
    try {
      await run(statements);
    } catch (error) {
      await statements.query(`rollback to savepoint ${name}`);
      throw error;
    }
    await statements.query(`release savepoint ${name}`);
  };
}

/** What `run` keeps. */
async function resultOf<T>(run: (keep: (result: T) => void) => Promise<unknown>): Promise<T> {
  let kept: T | undefined;
  await run((result) => {
    kept = result;
  });
  return kept as T;
}
