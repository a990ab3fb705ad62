import { InvalidArgumentError } from '../../core/errors.ts';
import { partitionSchema } from './shape.ts';

/**
 * What PL/Proxy connects by: the address as `keyword=value`, since it adds a user to what names none. The
 * search path makes partitions of one server differ, and is how their functions of equal names are told
 * apart.
 *
 * @param url - `postgres://user:password@host:port/database?sslmode=require`.
 * @throws InvalidArgumentError if it is no such address.
 */
export function connectionOf(url: string, table: string, partition: number): string {
  const { fields } = read(url);
  const path = `-csearch_path=${partitionSchema(table, partition)}`;
  return keywords({ ...fields, options: path });
}

/** What a server's subscription connects by. */
export function replicationOf(url: string): string {
  return keywords(read(url).fields);
}

/** An address without its password, for people. */
export function describe(url: string): string {
  const { host, port, dbname } = read(url).fields;
  return `${host}${port ? `:${port}` : ''}${dbname ? `/${dbname}` : ''}`;
}

/** Throws unless it is an address. */
export function checkUrl(url: string): void {
  read(url);
}

function read(url: string): { fields: Record<string, string> } {
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || !parsed.hostname) {
    throw new InvalidArgumentError(
      'a partition must be an address like postgres://user@host:5432/database',
    );
  }
  const fields: Record<string, string> = { host: parsed.hostname.replace(/^\[|\]$/g, '') };
  if (parsed.port) fields.port = parsed.port;
  const dbname = decodeURIComponent(parsed.pathname.slice(1));
  if (dbname) fields.dbname = dbname;
  if (parsed.username) fields.user = decodeURIComponent(parsed.username);
  if (parsed.password) fields.password = decodeURIComponent(parsed.password);
  for (const [name, value] of parsed.searchParams) {
    if (!/^[a-z_]+$/.test(name) || name === 'options') {
      throw new InvalidArgumentError(`a partition's address can't have the option ${name}`);
    }
    fields[name] = value;
  }
  return { fields };
}

function keywords(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}='${value.replace(/[\\']/g, '\\$&')}'`)
    .join(' ');
}
