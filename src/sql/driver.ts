/** A row of a result: its columns by name. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** A value that is bound to $1, $2, ... */
export type SqlValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly (number | bigint | string | null)[];

/**
 * What a store needs of a connection to PostgreSQL. `pglite`, `pg` and `postgres` make one of what those
 * packages give; an app with another driver writes its own.
 */
export interface SqlDriver {
  /** What errors and reports call it. */
  readonly name: string;
  /**
   * Runs one statement.
   *
   * @param sql - with $1, $2, ... for the parameters.
   * @returns its rows; none where it gives none. Integers of 8 bytes may be numbers, bigints or texts.
   */
  query(sql: string, parameters?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /**
   * Sends the input of a `COPY ... FROM STDIN`; absent where the driver can't. The pieces end anywhere.
   *
   * @param target - the table and its columns, quoted: `"photos" ("id", "code")`.
   */
  copy?(
    target: string,
    format: 'binary' | 'text',
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<void>;
  /** Runs `work` in a transaction: it is committed when `work` ends, and rolled back if it fails. */
  transaction<T>(work: (inside: SqlDriver) => Promise<T>): Promise<T>;
}

/** A driver that can close the connections that it was made of. */
export interface SqlServerDriver extends SqlDriver {
  /** Ends the pool or the connection: until then a process may not end. */
  close(): Promise<void>;
}
