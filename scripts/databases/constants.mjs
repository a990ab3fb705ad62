// The constants of `estimateDatabase` from what was measured, and the source file that keeps them.

import { estimateDatabase } from 'hashplane/sql';
import { fitCosts } from './fit.mjs';

/** @typedef {import('./results.mjs').Search} Search */

const SCAN = 'PostgreSQL, scan';
const KNOWN = 'PostgreSQL, radius known';
const STEPPED = 'PostgreSQL, stepped';
/** What an index takes is said by a million rows. */
const BASE = { bits: 64, rows: 1_000_000 };
const ID_BYTES = 20 / 0.9;

/**
 * Null where a million codes in a server were not measured.
 *
 * @param {readonly Search[]} searches
 * @param {string} machine
 */
export function constantsOf(searches, machine) {
  const of = searches.filter(({ millis }) => millis[SCAN]);
  const base = of.find(({ bits, rows }) => bits === BASE.bits && rows === BASE.rows);
  if (!base) return null;
  const number = (value) => Number(Number(value).toPrecision(4));
  const { version, indexesBytes } = base.details[SCAN];
  const perIndex =
    (Number(indexesBytes) / base.rows - ID_BYTES) / Number(base.details[KNOWN].substrings);
  const costs = fitCosts(of.map(workOf));
  const stepped = of.map(
    ({ details }) => Number(details[STEPPED].meanMillis) / Number(details[KNOWN].meanMillis),
  );
  // As `loadSeconds` of the estimates has it: a tree an index, and a level more of larger ones.
  const loading = of.map(({ rows, details }) => {
    const depth = Math.log2(rows) / Math.log2(BASE.rows);
    const trees = Number(details[KNOWN].substrings) + 1;
    return (Number(details[SCAN].loadSeconds) * 1e6) / (rows * trees * depth);
  });
  return {
    measuredOn: `${machine}, PostgreSQL ${version}`,
    statementMillis: number(costs.statementMillis),
    lookupMicros: number(costs.lookupMicros),
    candidateMicros: number(costs.candidateMicros),
    stepped: number(geometricMean(stepped)),
    scanNanosPerRow: number(
      geometricMean(of.map(({ rows, millis }) => (millis[SCAN] * 1e6) / rows)),
    ),
    loadMicrosPerIndex: number(geometricMean(loading)),
    indexBytesPerRow: number(perIndex),
    sizes: of.map(({ rows, bits, millis, details }) => ({
      rows,
      bits,
      substrings: Number(details[KNOWN].substrings),
      radius: number(details[SCAN].radius),
      scanMillis: number(millis[SCAN]),
      knownMillis: number(details[KNOWN].meanMillis),
      steppedMillis: number(details[STEPPED].meanMillis),
      tableBytes: Number(details[SCAN].tableBytes),
      indexesBytes: Number(details[SCAN].indexesBytes),
      loadSeconds: number(details[SCAN].loadSeconds),
    })),
  };
}

/**
 * What the searches of a table do by the estimate, and what they took: of a table alone look-ups and
 * candidates can't be told apart, since both grow with the radius.
 *
 * @param {Search} search
 */
function workOf({ rows, bits, details }) {
  const { substrings, meanMillis } = details[KNOWN];
  const need = estimateDatabase({ rows, bits, substrings: Number(substrings), servers: 1 });
  return { lookups: need.lookups, candidates: need.candidates, millis: Number(meanMillis) };
}

/** @param {readonly number[]} values */
function geometricMean(values) {
  const logarithms = values.reduce((sum, value) => sum + Math.log(value), 0);
  return Math.exp(logarithms / values.length);
}

/**
 * src/sql/sizing/measured.ts with these constants, formatted as Biome does.
 * @param {NonNullable<ReturnType<typeof constantsOf>>} constants
 */
export function sourceOf({ sizes, ...constants }) {
  const value = (each) =>
    typeof each === 'number' ? grouped(each) : `'${each.replaceAll("'", "\\'")}'`;
  const fields = (object, indent) =>
    Object.entries(object)
      .map(([name, each]) => `${indent}${name}: ${value(each)},\n`)
      .join('');
  const list = sizes.map((size) => `    {\n${fields(size, '      ')}    },\n`).join('');
  const all = list === '' ? '[]' : `[\n${list}  ]`;
  return (
    "import type { DatabaseConstants } from './constants.ts';\n\n" +
    '/** Written by `npm run databases`. */\n' +
    `export const MEASURED: DatabaseConstants = {\n${fields(constants, '  ')}  sizes: ${all},\n};\n`
  );
}

function grouped(value) {
  return Number.isInteger(value) && value >= 1e5
    ? value.toLocaleString('en').replaceAll(',', '_')
    : String(value);
}
