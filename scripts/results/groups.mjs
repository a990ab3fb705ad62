// Runs of `hashplane evaluate`, put together: all that is of one dataset and protocol, whatever
// folders it came from.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METHOD_NAMES } from 'hashplane/evaluation';

/**
 * A cell of results.json, as far as it is shown here.
 * @typedef {{ mean: number, std: number | null }} Summary
 * @typedef {object} Cell
 * @property {string} method
 * @property {string} title
 * @property {number | null} bits
 * @property {number} supervision
 * @property {number} partitions
 * @property {number} trainSeconds
 * @property {number} tuneSeconds
 * @property {Summary} meanAveragePrecision
 * @property {(Summary & { emptyShare: number }) | null} precisionAtRadius2
 * @property {Summary} precisionAt10
 * @property {Summary | null} [accuracy] missing in results of before it was measured
 * @property {readonly number[]} byPartition
 * @property {readonly any[] | null} reRanked
 * @property {string} design what must be equal where partitions are compared one by one
 *
 * @typedef {object} Group
 * @property {string} protocol
 * @property {any} dataset
 * @property {readonly any[]} runs
 * @property {readonly Cell[]} cells
 * @property {readonly number[]} supervision
 * @property {readonly number[]} bits
 */

/**
 * The results.json of each folder.
 * @param {readonly string[]} folders
 */
export function readRuns(folders) {
  return folders.map((folder) => {
    const file = join(folder, 'results.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    throw new Error(`${file} is missing: run \`hashplane evaluate --out ${folder}\` first`);
  });
}

/**
 * Groups in the order in which they first come. Of a cell that is in several runs, the one of more
 * partitions is taken, or else the last.
 * @param {readonly any[]} runs
 * @returns {Group[]}
 */
export function groupRuns(runs) {
  const groups = new Map();
  for (const run of runs) {
    const key = `${run.digest} ${run.protocol} ${run.settings.database ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].map((own) => {
    const cells = mergedCells(own);
    return {
      protocol: own[0].protocol,
      dataset: own[0].dataset,
      runs: own,
      cells,
      supervision: ascending(cells.map(({ supervision }) => supervision)),
      bits: ascending(own.flatMap(({ settings }) => settings.bits)),
    };
  });
}

/**
 * The size of the database, where it is not what the protocol makes of it: groups differ by it.
 * @param {Pick<Group, 'runs'>} group
 */
export function databaseText({ runs: [{ settings }] }) {
  return settings.database ? `, a database of ${number(settings.database)}` : '';
}

/** @param {readonly any[]} runs */
function mergedCells(runs) {
  const cells = new Map();
  for (const { cells: all, settings } of runs) {
    const { seed, queriesPerClass } = settings;
    for (const cell of all) {
      const design = `${seed} ${queriesPerClass} ${cell.partitions}`;
      const key = `${cell.supervision} ${cell.method} ${cell.bits}`;
      const known = cells.get(key);
      if (!known || cell.partitions >= known.partitions) cells.set(key, { ...cell, design });
    }
  }
  const rank = ({ method }) => {
    const at = /** @type {readonly string[]} */ (METHOD_NAMES).indexOf(method);
    return at < 0 ? METHOD_NAMES.length : at;
  };
  return [...cells.values()].sort(
    (a, b) => a.supervision - b.supervision || rank(a) - rank(b) || a.bits - b.bits,
  );
}

function ascending(values) {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The GIST features of CIFAR-10 that the paper's figures are of. */
export function isCifar({ name, rows, dimensions }) {
  return /cifar/i.test(name) && rows === 60_000 && dimensions === 512;
}

/** All images of Fashion-MNIST, pixel by pixel. */
export function isFashion({ name, rows, dimensions }) {
  return /fashion/i.test(name) && rows === 70_000 && dimensions === 784;
}

/**
 * Names of methods, in the order of their cells.
 * @param {readonly Cell[]} cells
 */
export function methodsOf(cells) {
  return [...new Set(cells.map(({ method }) => method))];
}

/**
 * Whether a cell has no length of the table's: a length of its own, or none.
 * @param {Cell} cell
 * @param {readonly number[]} lengths
 */
export function isOfOwnLength({ bits }, lengths) {
  return bits === null || !lengths.includes(bits);
}

/** @param {{ mean: number, std: number | null } | null | undefined} summary */
export function spread(summary, none = '–') {
  if (!summary) return none;
  const { mean, std } = summary;
  return std === null ? mean.toFixed(4) : `${mean.toFixed(4)} ± ${std.toFixed(4)}`;
}

/** @param {number} value */
export function number(value) {
  return value.toLocaleString('en-US');
}
