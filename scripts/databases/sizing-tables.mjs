// What `estimateDatabase` says of many codes, and how far it is from what was measured.
import { estimateDatabase } from 'hashplane/sql';
import { bytes, count, duration, figure, table } from './format.mjs';

/** By how much an estimate may be off. */
const WITHIN = 0.3;

/** @typedef {import('hashplane/sql').DatabaseConstants} DatabaseConstants */

/** @param {DatabaseConstants} constants */
export function sizingTable(constants) {
  const header = [
    'codes',
    'bits',
    'kind',
    'servers of 64 GB',
    'memory',
    'disk',
    'substrings',
    'look-ups',
    'ms a query',
    'a scan, ms',
    'load',
  ];
  const rows = [1e8, 1e9].flatMap((rows) =>
    [64, 128].flatMap((bits) =>
      /** @type {const} */ (['clustered', 'uniform']).map((codes) => {
        const need = estimateDatabase({ rows, bits, codes, constants });
        return [
          count(rows),
          bits,
          codes,
          `${need.servers} (${need.partitions} partitions)`,
          bytes(need.memoryBytes),
          bytes(need.diskBytes),
          need.substrings,
          need.strategy === 'scan' ? 'a scan' : count(need.lookups),
          figure(need.queryMillis),
          figure(need.scanMillis),
          duration(need.loadSeconds),
        ];
      }),
    ),
  );
  return table(header, rows);
}

/**
 * Estimates beside what was measured, and whether all are near enough.
 * @param {DatabaseConstants} constants
 */
export function checkedSizes(constants) {
  const off = [];
  const rows = constants.sizes.map((size) => {
    const { rows, bits, substrings } = size;
    const need = estimateDatabase({ rows, bits, substrings, servers: 1, constants });
    /** @type {(what: string, estimated: number, measured: number, write: (value: number) => string) => string} */
    const cell = (what, estimated, measured, write) => {
      const ratio = estimated / measured;
      const isNear = Math.abs(ratio - 1) <= WITHIN;
      if (!isNear) off.push(`${what} of ${count(rows)} codes of ${bits} bits`);
      const text = `${write(estimated)} for ${write(measured)}`;
      return isNear ? text : `**${text}**`;
    };
    return [
      count(rows),
      bits,
      `${need.radius.toFixed(1)} for ${size.radius.toFixed(1)}`,
      cell('bytes', need.memoryBytes, size.tableBytes + size.indexesBytes, bytes),
      cell('the scan', need.scanMillis, size.scanMillis, figure),
      cell('the known radius', need.knownMillis, size.knownMillis, figure),
      cell('the query', need.knownMillis * constants.stepped, size.steppedMillis, figure),
      cell('loading', need.loadSeconds, size.loadSeconds, duration),
    ];
  });
  const header = [
    'codes',
    'bits',
    'radius',
    'bytes',
    'scan, ms',
    'radius known, ms',
    'stepped, ms',
    'load',
  ];
  const verdict =
    off.length === 0
      ? 'All estimates are within 30% of what was measured.'
      : `More than 30% off: ${off.join('; ')}.`;
  return { text: `${table(header, rows)}\n\n${verdict}`, off };
}
