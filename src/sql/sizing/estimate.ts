import { checkPositive, checkWhole, refuse } from '../../core/checks.ts';
import { checkOptions } from '../../core/options.ts';
import { MOST_LOOKUPS } from '../query/cost.ts';
import { substringsFor } from '../tables/settings.ts';
import { type CodeShape, countedShape, uniformShape } from './code-shape.ts';
import type { DatabaseConstants } from './constants.ts';
import { MEASURED } from './measured.ts';
import { meanWork, type SubstringWork } from './query-cost.ts';
import { CLUSTERED } from './shapes.ts';

/** Kinds of codes that an estimate knows. */
export const CODE_KINDS = ['clustered', 'uniform'] as const;
export type CodeKind = (typeof CODE_KINDS)[number];

/** Options of `estimateDatabase`. */
export interface DatabaseEstimateOptions {
  readonly rows: number;
  /** 64 or 128 where codes are clustered. */
  readonly bits: number;
  /**
   * Default `clustered`: LSH codes of Gaussian clusters, as the benchmark has them. `uniform`: fair bits,
   * the worst case, which no codes of real data are.
   */
  readonly codes?: CodeKind | undefined;
  /** Neighbours that a search asks for. Default 10. */
  readonly k?: number | undefined;
  /** Memory of a server in gigabytes, three quarters of which hold codes. Default 64. */
  readonly memory?: number | undefined;
  /** Default: the number that follows from `memory`. */
  readonly servers?: number | undefined;
  /** Default: those of a store that expects a server's rows. */
  readonly substrings?: number | undefined;
  /** Default: those that `npm run databases` measured. */
  readonly constants?: DatabaseConstants | undefined;
}

/** What a number of codes needs. */
export interface DatabaseEstimate {
  readonly servers: number;
  /** A power of two, several to a server. */
  readonly partitions: number;
  readonly rowsPerServer: number;
  /** Of the table and its indexes, on all servers: what should fit in memory. */
  readonly memoryBytes: number;
  /** Twice that: the codes of a new hasher stand beside those of the old one for a while. */
  readonly diskBytes: number;
  readonly strategy: 'multi-index' | 'scan';
  readonly substrings: number;
  /** Of the k-th neighbour, on average. */
  readonly radius: number;
  /** Values looked up, and rows compared, on each server. */
  readonly lookups: number;
  readonly candidates: number;
  /** A search that knows its radius, one that steps it, and a scan; servers work side by side. */
  readonly knownMillis: number;
  readonly queryMillis: number;
  readonly scanMillis: number;
  /** All servers load side by side. */
  readonly loadSeconds: number;
  /** Whether a server holds more rows than were measured. */
  readonly isExtrapolated: boolean;
}

/** The most rows in one table that the constants were checked with. */
const MOST_MEASURED = 10_000_000;
const LOADED = 1_000_000;
const MEMORY = 64;
/** Substrings whose shares were counted. */
const WIDEST = 31;
const FILLED = 0.75;
const PAGE = 8168;

/**
 * What `rows` codes need of PostgreSQL: servers, memory, disk, time. The constants are of one machine;
 * expect yours to differ by a factor, and measure (`explain`) before you buy.
 *
 * @throws InvalidArgumentError if an option is out of range.
 */
export function estimateDatabase(options: DatabaseEstimateOptions): DatabaseEstimate {
  checkOptions('estimateDatabase', options, {
    rows: 1,
    bits: 1,
    codes: 1,
    k: 1,
    memory: 1,
    servers: 1,
    substrings: 1,
    constants: 1,
  });
  const {
    rows,
    bits,
    codes = 'clustered',
    k = 10,
    memory = MEMORY,
    constants = MEASURED,
  } = options;
  checkWhole('rows', rows, 1, 1e12);
  checkWhole('bits', bits, 8, 1024);
  checkWhole('k', k, 1, rows);
  checkPositive('memory', memory);
  if (!CODE_KINDS.includes(codes)) refuse('codes', CODE_KINDS.join(' or '), codes);
  const shape = shapeOf(codes, bits);
  const room = memory * 1e9 * FILLED;
  const partsOf = (count: number) => options.substrings ?? substringsFor(bits, count);
  const bytesOf = (count: number) => count * bytesPerRow(bits, partsOf(count), constants);
  const servers = options.servers ?? serversFor(rows, room, bytesOf);
  checkWhole('servers', servers, 1, 1e6);
  const rowsPerServer = Math.ceil(rows / servers);
  const substrings = partsOf(rowsPerServer);
  if (substrings !== 0) checkWhole('substrings', substrings, Math.ceil(bits / WIDEST), bits);
  // The k nearest of all lie within it on every server.
  const work = meanWork(shape, rows, k, rowsPerServer, substrings);
  const millis = searchMillis(work, constants);
  const scanMillis = (rowsPerServer * constants.scanNanosPerRow) / 1e6;
  const isScan = substrings === 0 || work.lookups > MOST_LOOKUPS;
  const queryMillis = isScan ? scanMillis : Math.min(scanMillis, millis * constants.stepped);
  const memoryBytes = servers * bytesOf(rowsPerServer);
  const isExtrapolated = rowsPerServer > MOST_MEASURED;
  return {
    servers,
    partitions: 2 ** Math.ceil(Math.log2(servers)),
    rowsPerServer,
    memoryBytes,
    diskBytes: 2 * memoryBytes,
    strategy: queryMillis < scanMillis ? 'multi-index' : 'scan',
    substrings,
    ...work,
    knownMillis: millis,
    queryMillis,
    scanMillis,
    loadSeconds: loadSeconds(rowsPerServer, substrings, constants),
    isExtrapolated,
  };
}

function shapeOf(codes: CodeKind, bits: number): CodeShape {
  if (codes === 'uniform') return uniformShape(bits);
  const counted = CLUSTERED[bits];
  if (counted) return countedShape(counted);
  return refuse('bits', `${Object.keys(CLUSTERED).join(' or ')} where codes are clustered`, bits);
}

/** Servers are added until their part fits. */
function serversFor(rows: number, room: number, bytesOf: (rows: number) => number): number {
  let servers = Math.max(1, Math.floor(bytesOf(rows) / room));
  while (bytesOf(Math.ceil(rows / servers)) > room && servers < rows) servers++;
  return servers;
}

/** A search whose radius is known. */
export function searchMillis(
  { lookups, candidates }: Pick<SubstringWork, 'lookups' | 'candidates'>,
  { statementMillis, lookupMicros, candidateMicros }: DatabaseConstants,
): number {
  return statementMillis + (lookups * lookupMicros + candidates * candidateMicros) / 1000;
}

/**
 * A row: 24 bytes of header, 8 of the id, 5 + bits / 8 of the code, filled up to 8, and 4 of its place in
 * the page; 20 bytes in the index of ids, whose pages are filled to nine tenths.
 */
export function bytesPerRow(
  bits: number,
  substrings: number,
  { indexBytesPerRow }: DatabaseConstants,
): number {
  const tuple = 24 + Math.ceil((8 + 5 + Math.ceil(bits / 8)) / 8) * 8 + 4;
  const perPage = Math.floor(PAGE / tuple);
  return 8192 / perPage + 20 / 0.9 + substrings * indexBytesPerRow;
}

/** Rows go down a tree to each of their indexes: those of the substrings, and that of ids. */
export function loadSeconds(
  rows: number,
  substrings: number,
  { loadMicrosPerIndex }: DatabaseConstants,
): number {
  const depth = Math.log2(Math.max(2, rows)) / Math.log2(LOADED);
  return (rows * (substrings + 1) * loadMicrosPerIndex * depth) / 1e6;
}
