import { checkMethod, checkObject, refuse } from '../../core/checks.ts';
import type { SqlDriver, SqlRow } from '../driver.ts';
import { copyStatement } from './copy-stream.ts';
import { type HeldPlace, holdPlace } from './places.ts';
import { saying } from './refusals.ts';
import { type Statements, transacted } from './transactions.ts';
import { sentValues } from './values.ts';

/** What `pglite` needs of a `PGlite`, or of a transaction of one. */
interface PGliteStatements {
  // biome-ignore lint/suspicious/noExplicitAny: as PGlite declares it
  query(sql: string, parameters?: any[], options?: { blob?: Blob }): Promise<{ rows: unknown[] }>;
}

/** What `pglite` needs of a database of `@electric-sql/pglite`. */
export interface PGliteLike extends PGliteStatements {
  transaction<T>(work: (inside: PGliteStatements) => Promise<T>): Promise<T>;
  close(): Promise<void>;
  readonly closed: boolean;
  readonly dataDir?: string | undefined;
}

/** The class `PGlite`, as far as `openPGlite` uses it. */
export interface PGliteClass {
  // biome-ignore lint/suspicious/noExplicitAny: as PGlite declares it
  new (place?: string, options?: any): PGliteLike & { readonly waitReady: Promise<void> };
}

/** A driver of a database that it can close. */
export interface PGliteDriver extends SqlDriver {
  readonly db: PGliteLike;
  /** Closes the database, and lets others open its folder. */
  close(): Promise<void>;
}

const ENGINE = 'PGlite';

/**
 * A driver for PGlite: PostgreSQL as WebAssembly, in Node and in browsers. A copy holds its pieces in memory
 * until the last is there. Statements wait for a transaction that is open: inside one use its own driver.
 *
 * A database in a folder, IndexedDB or OPFS is taken for this process or page alone until `close`, by a lock
 * beside the folder (`photos.lock`) or of the browser: PGlite itself lets two processes open one folder, and
 * rows that one was told are kept vanish. If another has it, every statement is refused; better is
 * `openPGlite`, which asks before the database is opened.
 *
 * @param db - `new PGlite(...)` or `await PGlite.create(...)` of `@electric-sql/pglite` 0.5.
 */
export function pglite(db: PGliteLike): PGliteDriver {
  checkMethod('db', db, 'transaction', 'a PGlite of @electric-sql/pglite');
  const place = holdPlace(db.dataDir, db);
  // Told by the statements.
  place.catch(() => {});
  return driverOf(db, place);
}

/**
 * Opens a database of PGlite for this process or page alone, and makes it where there is none.
 *
 * @param PGlite - the class of `@electric-sql/pglite`.
 * @param place - a folder, `idb://name` or `opfs-ahp://name` in a browser, `memory://` for none.
 * @param options - of the class, such as `{ extensions: { vector } }`.
 * @throws FileError if another process has the folder, with its number, or another page the name.
 */
export async function openPGlite(
  PGlite: PGliteClass,
  place: string,
  options: object = {},
): Promise<PGliteDriver> {
  if (typeof PGlite !== 'function') {
    refuse('PGlite', 'the class PGlite of @electric-sql/pglite', PGlite);
  }
  if (typeof place !== 'string' || place === '') {
    refuse('place', 'a folder, idb://name or memory://', place);
  }
  checkObject('the options of openPGlite', options);
  const held = await holdPlace(place);
  try {
    const db = await saying(ENGINE, async () => new PGlite(place, options));
    checkMethod('what PGlite makes', db, 'transaction', 'a PGlite of @electric-sql/pglite');
    if (held) held.owner = db;
    await saying(ENGINE, () => db.waitReady);
    return driverOf(db, Promise.resolve(held));
  } catch (error) {
    await held?.release();
    throw error;
  }
}

function driverOf(db: PGliteLike, place: Promise<HeldPlace | null>): PGliteDriver {
  const { name, query, copy } = statementsOf(db);
  return {
    name,
    db,
    query: async (sql, parameters) => {
      await place;
      return query(sql, parameters);
    },
    copy: async (target, format, pieces) => {
      await place;
      await copy?.(target, format, pieces);
    },
    transaction: async (work) => {
      await place;
      const begin = (run: (statements: Statements) => Promise<unknown>) =>
        db.transaction((inside) => run(statementsOf(inside)));
      return transacted(ENGINE, begin, work);
    },
    async close() {
      if (!db.closed) await saying(ENGINE, () => db.close());
      const held = await place.catch(() => null);
      await held?.release();
    },
  };
}

function statementsOf(db: PGliteStatements): Statements {
  return {
    name: ENGINE,
    query: (sql, parameters) =>
      saying(ENGINE, async () => (await db.query(sql, sentValues(parameters))).rows as SqlRow[]),
    async copy(target, format, pieces) {
      const parts: BlobPart[] = [];
      for await (const piece of pieces) parts.push(piece.slice());
      const sql = copyStatement(target, `'/dev/blob'`, format);
      await saying(ENGINE, () => db.query(sql, [], { blob: new Blob(parts) }));
    },
  };
}
