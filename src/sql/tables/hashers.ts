import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { firstRow } from '../check-driver.ts';
import type { SqlDriver, SqlRow } from '../driver.ts';
import { numberFrom } from '../ids.ts';
import { missingStore, type Names } from '../names.ts';
import { readSettings, type TableSettings } from './settings.ts';
import { goneHasher } from './while-there.ts';

/** A row of hp_hasher, without the model. */
export interface HasherRow {
  readonly id: number;
  /** In hexadecimal. */
  readonly sha256: string | null;
  readonly bits: number;
  readonly active: boolean;
  /** The name of its code table. */
  readonly codes: string;
  readonly settings: TableSettings;
}

const COLUMNS = `"id", encode("sha256", 'hex') as "sha256", "bits", "active", "codes", "settings"::text as "settings"`;

/** The statement that makes the table of hashers, where there is none. */
export function hasherTable(names: Names): string {
  return (
    `create table if not exists ${names.hashers} (` +
    '"id" int8 generated always as identity primary key, ' +
    '"store" text not null, "sha256" bytea, "bits" int4 not null, "active" boolean not null, ' +
    '"codes" text not null, "settings" jsonb not null, "model" bytea, unique ("store", "sha256"))'
  );
}

/** Whether there is a table of hashers. */
export async function hasHasherTable(driver: SqlDriver, names: Names): Promise<boolean> {
  const sql = 'select to_regclass($1::text) is not null as "there"';
  return firstRow(await driver.query(sql, [names.hashers])).there === true;
}

/** The store's hashers by ascending number; none where there is no store. */
export async function readHashers(driver: SqlDriver, names: Names): Promise<HasherRow[]> {
  const sql = `select ${COLUMNS} from ${names.hashers} where "store" = $1::text order by "id"`;
  return (await driver.query(sql, [names.store])).map(asHasherRow);
}

/** The store's active hasher. @throws InvalidArgumentError if there is no such store. */
export function activeOf(hashers: readonly HasherRow[], names: Names): HasherRow {
  const active = hashers.find((hasher) => hasher.active);
  if (!active) throw missingStore(names);
  return active;
}

/** The hasher of this number. @throws InvalidArgumentError if the store has none. */
export function hasherOf(hashers: readonly HasherRow[], id: number): HasherRow {
  const found = hashers.find((hasher) => hasher.id === id);
  if (found) return found;
  throw new InvalidArgumentError(
    `hasher must be one of the store's, ${hashers.map((hasher) => hasher.id).join(', ')}, not ${id}`,
  );
}

/**
 * Adds a hasher, inactive, whose code table is named after its number.
 *
 * @param model - the bytes that `save()` gives; null where codes come from elsewhere.
 */
export async function insertHasher(
  driver: SqlDriver,
  names: Names,
  hasher: { bits: number; settings: TableSettings; model: Uint8Array | null },
): Promise<HasherRow> {
  const { bits, settings, model } = hasher;
  const sql =
    `insert into ${names.hashers} ("store", "sha256", "bits", "active", "codes", "settings", "model") ` +
    `values ($1::text, sha256($2::bytea), $3::int4, false, '', $4::text::jsonb, $2::bytea) returning "id"`;
  const parameters = [names.store, model, bits, JSON.stringify(settings)];
  const [{ id }] = await driver.query(sql, parameters);
  const codes = names.codes(numberFrom(id));
  const update = `update ${names.hashers} set "codes" = $2::text where "id" = $1::int8 returning ${COLUMNS}`;
  return asHasherRow((await driver.query(update, [String(id), codes]))[0]);
}

/**
 * Holds the store's hashers as they are until the transaction ends: `share` for those who write rows,
 * `update` for the one that makes another active, and waits until they are done.
 */
export async function lockHashers(
  driver: SqlDriver,
  names: Names,
  how: 'share' | 'update',
): Promise<HasherRow[]> {
  const sql = `select ${COLUMNS} from ${names.hashers} where "store" = $1::text order by "id" for ${how}`;
  return (await driver.query(sql, [names.store])).map(asHasherRow);
}

/**
 * As `lockHashers`, for what is true of the active hasher's codes alone.
 *
 * @throws InvalidArgumentError if this hasher is not active any more.
 */
export async function lockActive(
  driver: SqlDriver,
  names: Names,
  { id }: HasherRow,
  how: 'share' | 'update',
): Promise<void> {
  const hashers = await lockHashers(driver, names, how);
  if (hashers.some((hasher) => hasher.id === id && hasher.active)) return;
  throw new InvalidArgumentError(
    `hasher ${id} of store ${names.store} is not active any more: open the store again`,
  );
}

/** Keeps other settings of a hasher. */
export async function writeSettings(
  driver: SqlDriver,
  names: Names,
  id: number,
  settings: TableSettings,
): Promise<void> {
  const sql = `update ${names.hashers} set "settings" = $2::text::jsonb where "id" = $1::int8`;
  await driver.query(sql, [String(id), JSON.stringify(settings)]);
}

/** Makes one hasher active, and the others not; in a transaction of the caller's. */
export async function activate(driver: SqlDriver, names: Names, id: number): Promise<void> {
  await driver.query(
    `update ${names.hashers} set "active" = ("id" = $2::int8) where "store" = $1::text`,
    [names.store, String(id)],
  );
}

/**
 * The model of a hasher, as `save()` gave it.
 *
 * @throws InvalidArgumentError if the store keeps none; FormatError if its bytes are not those that were
 *   put in.
 */
export async function readModel(
  driver: SqlDriver,
  names: Names,
  { id, sha256 }: HasherRow,
): Promise<Uint8Array> {
  const sql = `select "model", encode(sha256("model"), 'hex') as "sha256" from ${names.hashers} where "id" = $1::int8`;
  const [row] = await driver.query(sql, [String(id)]);
  if (!row) throw goneHasher({ id });
  if (!(row.model instanceof Uint8Array)) {
    throw new InvalidArgumentError(
      `hasher ${id} of store ${names.store} has no model: its codes come from elsewhere, so give codes`,
    );
  }
  if (row.sha256 !== sha256 || ((await digest(row.model)) ?? sha256) !== sha256) {
    throw new FormatError(`the model of hasher ${id} is damaged: its sha256 is another`);
  }
  return row.model;
}

/** SHA-256 in hexadecimal. Pages without https have no crypto.subtle: the database's own is compared then. */
async function digest(bytes: Uint8Array): Promise<string | undefined> {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) return undefined;
  const hash = new Uint8Array(await subtle.digest('SHA-256', Uint8Array.from(bytes)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function asHasherRow(row: SqlRow): HasherRow {
  const bits = numberFrom(row.bits);
  return {
    id: numberFrom(row.id),
    sha256: (row.sha256 as string | null) ?? null,
    bits,
    active: row.active === true,
    codes: String(row.codes),
    settings: readSettings(row.settings, bits),
  };
}
