import { idArray, idColumn, type SqlIdType } from '../ids.ts';
import { substringExpression, substringsOf, substringType } from '../query/substrings.ts';
import { type ClusterShape, partitionSchema, widestRadius } from './shape.ts';

/** What an id is as a parameter or a result of a function. */
export function idName(type: SqlIdType): string {
  return type === 'bigint' ? 'int8' : 'text';
}

/** The statements that make a partition: tables, indexes, and the functions that its front calls. */
export function partitionStatements(shape: ClusterShape, number: number): string[] {
  const schema = partitionSchema(shape.name, number);
  const { bits, substrings, id } = shape;
  const widths = [...new Set(substringsOf(bits, substrings).map(({ width }) => width))];
  return [
    `create schema ${schema}`,
    `create table ${schema}.codes (id ${idColumn(id)} primary key, code bit(${bits}) not null)`,
    ...substringsOf(bits, substrings).map(
      (part) => `create index on ${schema}.codes ((${substringExpression(part)}))`,
    ),
    `create table ${schema}.hp_hasher (sha256 text primary key, model bytea not null)`,
    `create table ${schema}.hp_moved (token text primary key)`,
    `create table ${schema}.hp_mask (width int, radius int, masks int4[] not null, primary key (width, radius))`,
    ...widths.map((width) => maskRows(schema, width, widestRadius(shape))),
    ...functions(shape, schema, number),
  ];
}

/** What differs from 0 in at most so many bits, a row for each number of bits. */
function maskRows(schema: string, width: number, radius: number): string {
  return `insert into ${schema}.hp_mask
with recursive mask(value, from_bit, bits) as (
  select 0, 0, 0
  union all
  select value | (1 << j), j + 1, bits + 1
  from mask, generate_series(from_bit, ${width - 1}) j where bits < ${Math.min(radius, width)})
select ${width}, r, array_agg(value order by bits, value)
from mask, generate_series(0, ${radius}) r where bits <= r group by r`;
}

function functions(shape: ClusterShape, schema: string, number: number): string[] {
  const id = idName(shape.id);
  const { bits } = shape;
  const found = `returns table (id ${id}, distance int)`;
  const plan = 'language plpgsql stable';
  // Names are qualified in the bodies: a client that asks the partition itself has another search path.
  return [
    `create function ${schema}.hp_code(given text) returns bit language plpgsql immutable as $$
begin
  -- A cast would pad a shorter code with zeros, and cut a longer one, without a word.
  if given !~ '^(x[0-9a-fA-F]{${(bits + 3) >>> 2}}|[01]{${bits}})$' then
    raise exception 'a code must have ${bits} bits' using errcode = '22026';
  end if;
  return given::bit(${bits});
end $$`,
    `create function ${schema}.hp_near(given text, radius int, most int) ${found} ${plan} as $$
#variable_conflict use_column
${multiIndexBody(shape, schema, '')}`,
    `create function ${schema}.hp_within(given text, radius int, most int) ${found} ${plan} as $$
#variable_conflict use_column
${multiIndexBody(shape, schema, ' and bit_count(code # q) <= hp_within.radius')}`,
    `create function ${schema}.hp_scan(given text, radius int, most int) ${found} ${plan} as $$
#variable_conflict use_column
declare
  q bit(${bits}) := ${schema}.hp_code(given);
begin
  if radius is null then
    return query select id, bit_count(code # q)::int from ${schema}.codes order by 2, 1 limit most;
  else
    return query select id, bit_count(code # q)::int from ${schema}.codes
      where bit_count(code # q) <= radius order by 2, 1 limit most;
  end if;
end $$`,
    `create function ${schema}.hp_add(ids ${idArray(shape.id)}, given text[]) returns setof int language plpgsql as $$
#variable_conflict use_column
declare
  written int;
begin
  -- In the order of the ids, so that two of these never wait for each other.
  insert into ${schema}.codes (id, code)
  select distinct on (t.id) t.id, ${schema}.hp_code(t.code)
  from unnest(ids, given) with ordinality as t(id, code, n) order by t.id, t.n desc
  on conflict (id) do update set code = excluded.code;
  get diagnostics written = row_count;
  return next written;
end $$`,
    `create function ${schema}.hp_remove(ids ${idArray(shape.id)}) returns setof int language plpgsql as $$
declare
  removed int;
begin
  delete from ${schema}.codes c where c.id = any(ids);
  get diagnostics removed = row_count;
  return next removed;
end $$`,
    `create function ${schema}.hp_analyse() returns setof int8 language plpgsql as $$
begin
  analyze ${schema}.codes;
  -- About how many there are now, which takes no count.
  return next (select reltuples::int8 from pg_class where oid = '${schema}.codes'::regclass);
end $$`,
    `create function ${schema}.hp_stats()
returns table (partition int, rows int8, table_bytes int8, index_bytes int8) language sql stable as $$
select ${number}, (select count(*) from ${schema}.codes),
  pg_table_size('${schema}.codes'), pg_indexes_size('${schema}.codes')
$$`,
    `create function ${schema}.hp_save_hasher(given text, bytes bytea) returns setof int language plpgsql as $$
begin
  insert into ${schema}.hp_hasher (sha256, model) values (given, bytes) on conflict do nothing;
  return next ${number};
end $$`,
    `create function ${schema}.hp_load_hasher(given text) returns setof bytea language sql stable as $$
select model from ${schema}.hp_hasher where sha256 = given
$$`,
  ];
}

/**
 * Multi-index hashing: codes within `radius` of a query agree with it in one substring of the first
 * rest + 1 up to a bits, or in one of the others up to a - 1, where radius = substrings a + rest.
 */
function multiIndexBody(shape: ClusterShape, schema: string, within: string): string {
  const parts = substringsOf(shape.bits, shape.substrings);
  const values = parts.map((part, t) => {
    const less = t === 0 ? '' : ` - case when rest < ${t} then 1 else 0 end`;
    return `
  select array_agg((c.value # mask)::${substringType(part)}) into v${t}
  from (select ${substringExpression(part)} as value from (select q as "code") given) c,
    ${schema}.hp_mask m, unnest(m.masks) mask
  where m.width = ${part.width} and m.radius = least(a${less}, ${part.width});`;
  });
  const shared = parts.map((part, t) => `${substringExpression(part)} = any(v${t})`);
  return `declare
  q bit(${shape.bits}) := ${schema}.hp_code(given);
  a int := radius / ${shape.substrings};
  rest int := radius % ${shape.substrings};
${parts.map((part, t) => `  v${t} ${substringType(part)}[];`).join('\n')}
begin
  if a > ${widestRadius(shape)} then
    raise exception 'radius % is beyond look-ups', radius using errcode = '22023';
  end if;${values.join('')}
  return query select id, bit_count(code # q)::int from ${schema}.codes
    where (${shared.join(' or ')})${within}
    order by 2, 1 limit most;
end $$`;
}
