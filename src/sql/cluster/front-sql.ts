import { idArray } from '../ids.ts';
import { idName } from './partition-sql.ts';
import type { ClusterShape } from './shape.ts';

/** The schema of everything that a cluster has on its front, but for what PL/Proxy looks for in its own. */
export const FRONT = 'hashplane';

/** How PL/Proxy's configuration functions are known to be ours. */
export const OURS = 'hashplane: the map is hashplane.hp_partition';

/** Tables and functions that all clusters of a front share. Repeatable. */
export function frontStatements(): string[] {
  const definer = 'language sql security definer set search_path = pg_catalog';
  const named = `(select id from ${FRONT}.hp_cluster where name = cluster_name)`;
  return [
    'create extension if not exists plproxy',
    'create schema if not exists plproxy',
    `create schema if not exists ${FRONT}`,
    `create table if not exists ${FRONT}.hp_cluster (
      id int generated always as identity primary key, name text not null unique,
      version int not null, bits int not null, substrings int not null, id_type text not null,
      partitions int not null, sha256 text, most_radius int not null, paying_radius int not null)`,
    `create table if not exists ${FRONT}.hp_partition (
      cluster int not null references ${FRONT}.hp_cluster on delete cascade, number int not null,
      connection text not null, url text not null, primary key (cluster, number))`,
    // Connections may hold passwords.
    `revoke all on ${FRONT}.hp_partition from public`,
    `create or replace function plproxy.get_cluster_version(cluster_name text) returns int ${definer} as $$
select version from ${FRONT}.hp_cluster where name = cluster_name $$`,
    `create or replace function plproxy.get_cluster_partitions(cluster_name text) returns setof text ${definer} as $$
select connection from ${FRONT}.hp_partition where cluster = ${named} order by number $$`,
    `create or replace function plproxy.get_cluster_config(in cluster_name text, out key text, out val text)
returns setof record ${definer} as $$
select 'connection_lifetime', '1800' $$`,
    `comment on function plproxy.get_cluster_version(text) is '${OURS}'`,
    `create or replace function ${FRONT}.hp_hold(cluster int, version int) returns void language sql as $$
select pg_advisory_xact_lock_shared(${holdKey('cluster', 'version')}) $$`,
  ];
}

/**
 * The advisory lock that what uses the map's version holds: searches that version, writes version 0. A
 * move waits for them: writes end before the map changes, searches before the old rows go.
 */
export function holdKey(cluster: string, version: string): string {
  return `(26736::int8 << 48) | (${cluster}::int8 << 24) | ${version}::int8`;
}

/** The functions of one cluster on its front: proxies, and what callers use. */
export function clusterStatements(shape: ClusterShape): string[] {
  const { name } = shape;
  const id = idName(shape.id);
  const ids = idArray(shape.id);
  const at = `${FRONT}.${name}`;
  const hash = shape.id === 'bigint' ? 'hashint8' : 'hashtext';
  const byId = shape.id === 'bigint' ? 'id' : 'id collate "C"';
  const found = `returns table (id ${id}, distance int)`;
  const proxy = (run: string, target: string) =>
    `language plproxy as $$ cluster '${name}'; ${run}; target ${target}; $$`;
  const searched = ['near', 'within', 'scan'].map(
    (what) =>
      `create function ${at}_${what}_on_all(given text, radius int, most int) ${found} ${proxy('run on all', `hp_${what}`)}`,
  );
  const write = (what: string, parameters: string, given: string) =>
    `create function ${at}_${what}(${parameters}) returns int8 language plpgsql as $$
begin
  perform ${FRONT}.hp_hold(id, 0) from ${FRONT}.hp_cluster where name = '${name}';
  return (select coalesce(sum(n), 0)::int8 from ${at}_${what}_on_hash(${given}) n);
end $$`;
  return [
    ...searched,
    `create function ${at}_add_on_hash(ids ${ids}, codes text[]) returns setof int ${proxy(`split ids, codes; run on ${hash}(ids)`, 'hp_add')}`,
    `create function ${at}_remove_on_hash(ids ${ids}) returns setof int ${proxy(`split ids; run on ${hash}(ids)`, 'hp_remove')}`,
    `create function ${at}_stats() returns table (partition int, rows int8, table_bytes int8, index_bytes int8) ${proxy('run on all', 'hp_stats')}`,
    `create function ${at}_analyse() returns setof int8 ${proxy('run on all', 'hp_analyse')}`,
    `create function ${at}_save_hasher(given text, bytes bytea) returns setof int ${proxy('run on all', 'hp_save_hasher')}`,
    `create function ${at}_load_hasher(given text) returns setof bytea ${proxy('run on any', 'hp_load_hasher')}`,
    write('add', `ids ${ids}, codes text[]`, 'ids, codes'),
    write('remove', `ids ${ids}`, 'ids'),
    `create function ${at}_within(given text, radius int, most int default null) ${found} language plpgsql as $$
#variable_conflict use_column
declare
  c ${FRONT}.hp_cluster;
begin
  select * into c from ${FRONT}.hp_cluster where name = '${name}';
  perform ${FRONT}.hp_hold(c.id, c.version);
  if radius <= c.paying_radius then
    return query select id, distance from ${at}_within_on_all(given, radius, most) order by 2, ${byId} limit most;
  else
    return query select id, distance from ${at}_scan_on_all(given, radius, most) order by 2, ${byId} limit most;
  end if;
end $$`,
    searchFunction(shape, found, byId),
    `create function ${at}_nearest(given text, k int) ${found} language sql as $$
select id, distance from ${at}_search(given, k) $$`,
  ];
}

/**
 * The k nearest: multi-index hashing with a radius that widens until k rows lie within it, from where
 * the last searches of this session ended; a scan once look-ups would cost more.
 */
function searchFunction(shape: ClusterShape, found: string, byId: string): string {
  const at = `${FRONT}.${shape.name}`;
  const id = idName(shape.id);
  const collect = (call: string) =>
    `select coalesce(array_agg(id order by distance, ${byId}), '{}'), coalesce(array_agg(distance order by distance), '{}')
      into found_ids, found_distances
      from (select id, distance from ${call} order by distance, ${byId} limit k) nearest`;
  return `create function ${at}_search(given text, k int, strategy text default 'auto')
${found.replace(')', ', radius int, statements int)')} language plpgsql as $$
#variable_conflict use_column
declare
  c ${FRONT}.hp_cluster;
  setting text;
  guess float8;
  r int;
  last int;
  kth int;
  steps int := 0;
  found_ids ${id}[];
  found_distances int[];
begin
  select * into c from ${FRONT}.hp_cluster where name = '${shape.name}';
  perform ${FRONT}.hp_hold(c.id, c.version);
  last := case strategy when 'scan' then -1 when 'multi-index' then c.most_radius else c.paying_radius end;
  setting := format('hashplane.c%s_%s', c.id, k);
  guess := coalesce(nullif(current_setting(setting, true), '')::float8, c.substrings - 1);
  r := ceil(guess);
  loop
    steps := steps + 1;
    if r > last then
      ${collect(`${at}_scan_on_all(given, null, k)`)};
      r := null;
      exit;
    end if;
    ${collect(`${at}_near_on_all(given, r, k)`)};
    kth := case when cardinality(found_ids) = k then found_distances[k] else c.bits end;
    exit when kth <= r or r >= c.bits;
    r := least(kth, r + c.substrings);
  end loop;
  if cardinality(found_ids) = k then
    -- Ends where three searches of ten need another step.
    guess := guess + case when found_distances[k] > guess then 0.7 else -0.3 end;
    perform set_config(setting, greatest(0, guess)::text, false);
  end if;
  return query select f.id, f.distance, r, steps
    from unnest(found_ids, found_distances) with ordinality as f(id, distance, n) order by n;
end $$`;
}
