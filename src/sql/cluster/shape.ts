import { checkWhole, refuse } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { SqlIdType } from '../ids.ts';
import { engineCosts, lookupsWithin, multiIndexCost, scanCost } from '../query/cost.ts';
import { valueCount } from '../query/substrings.ts';

/** What a cluster's code tables are made of. */
export interface ClusterShape {
  readonly name: string;
  readonly bits: number;
  readonly substrings: number;
  readonly id: SqlIdType;
}

/** More partitions than machines: a new machine takes over some. */
export const MOST_PARTITIONS = 1024;
/** Wider substrings are no int4. */
export const MOST_SUBSTRING_BITS = 31;
/** Values of one substring that a search looks up at most; beyond, it is a scan. */
const MOST_VALUES = 20_000;

/**
 * PL/Proxy knows no quoted names, and its functions are called after the table.
 *
 * @throws InvalidArgumentError for a name that needs quotes.
 */
export function checkTable(table: string): void {
  if (typeof table === 'string' && /^[a-z][a-z0-9_]{0,39}$/.test(table)) return;
  refuse('the table of a cluster', 'a name of at most 40 of a-z, 0-9 and _', table);
}

/** @throws InvalidArgumentError unless there are 1, 2, 4, 8, ... partitions. */
export function checkPartitions(count: number): void {
  checkWhole('the number of partitions', count, 1, MOST_PARTITIONS);
  if (2 ** Math.round(Math.log2(count)) === count) return;
  throw new InvalidArgumentError(
    `there must be 1, 2, 4, 8, ... partitions, not ${count}: name a server several times`,
  );
}

/** The schema of a partition, on whatever server it is. */
export function partitionSchema(table: string, number: number): string {
  return `hp_${table}_${number}`;
}

/** What is looked up around a substring's value: all that differ in at most so many bits. */
export function widestRadius(shape: ClusterShape): number {
  const width = Math.ceil(shape.bits / shape.substrings);
  let radius = 0;
  while (radius < width && valueCount(width, radius + 1) <= MOST_VALUES) radius++;
  return radius;
}

/** Search radii up to which partitions look up substrings, and up to which that beats a scan. */
export function radiusLimits(shape: ClusterShape, rows: number): { most: number; paying: number } {
  const table = { path: '', bits: shape.bits, substrings: shape.substrings };
  const most = Math.min(shape.bits, (widestRadius(shape) + 1) * shape.substrings - 1);
  const costs = engineCosts('pg');
  let paying = -1;
  while (
    paying < most &&
    lookupsWithin(table, paying + 1) < 1e7 &&
    multiIndexCost(table, paying + 1, rows, costs) <= scanCost(rows, costs)
  ) {
    paying++;
  }
  return { most, paying };
}
