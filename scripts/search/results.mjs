// What `npm run bench:search` and `npm run bench:peers -- search` have written, put in order.
import { existsSync, readFileSync } from 'node:fs';

const BENCH = 'build/search/results.json';
const KINDS = ['labelled', 'clustered', 'normal'];
/** Kinds of cases that are of one set each. */
const OF_SETS = ['recall', 'hamming', 'exact', 'end-to-end'];

/** @typedef {import('./ways.mjs').Row} Row */

/**
 * @typedef {object} Report what a run has written
 * @property {string} machine
 * @property {string} node
 * @property {string | null} commit
 * @property {readonly any[]} results
 * @property {readonly { peer: string, reason: string }[]} [missing]
 */

/**
 * The reports that are there: of the bench, and of the peers, a file for each set.
 *
 * @returns {{ bench: Report | null, peers: readonly Report[] }}
 */
export function readReports() {
  const peers = KINDS.map((kind) => `build/bench/search-peers-${kind}.json`);
  const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);
  return { bench: read(BENCH), peers: peers.map(read).filter((report) => report !== null) };
}

/**
 * Results by kind and set. What is measured beside the peers goes before the same case of the bench.
 *
 * @param {ReturnType<typeof readReports>} reports
 */
export function partsOf({ bench, peers }) {
  const beside = peers.flatMap(({ results }) => results);
  const measured = new Set(beside.map((result) => result.case));
  const alone = (bench?.results ?? []).filter((result) => !measured.has(result.case));
  /** @type {Map<string, Row[]>} */
  const parts = new Map();
  for (const result of [...alone, ...beside]) {
    const [kind, name, ...rest] = result.case.split(' ');
    const key = OF_SETS.includes(kind) ? `${kind} ${name}` : kind;
    parts.set(key, [...(parts.get(key) ?? []), { ...result, name, rest: rest.join(' ') }]);
  }
  return {
    of: (kind) => parts.get(kind) ?? [],
    /** Rows of each set. */
    setsOf: (kind) => [...parts].filter(([key]) => key.startsWith(`${kind} `)).map(([, v]) => v),
  };
}
