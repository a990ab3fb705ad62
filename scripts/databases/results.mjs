// What `hashplane bench --suite sql` has written, put in order.
import { existsSync, readFileSync } from 'node:fs';

const FILE = 'build/databases/results.json';

/**
 * @typedef {object} Row a contender of a case
 * @property {string} case
 * @property {string} contender
 * @property {number} median a rate
 * @property {boolean} verified
 * @property {Readonly<Record<string, number | string>>} [details]
 */

/**
 * @typedef {object} Report
 * @property {string} machine
 * @property {string} node
 * @property {string | null} commit
 * @property {readonly Row[]} results
 */

/** @returns {Report | null} */
export function readReport() {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : null;
}

/**
 * Searches by number of bits and rows, each with its contenders' milliseconds and details by name.
 * @param {Report} report
 */
export function searchesOf({ results }) {
  const cases = results.filter((row) => row.case.startsWith('search '));
  return [...new Set(cases.map((row) => row.case))].map((name) => {
    const rows = cases.filter((row) => row.case === name);
    const number = (key) => Number(name.match(new RegExp(`${key}=(\\d+)`))?.[1]);
    return {
      rows: number('n'),
      bits: number('bits'),
      millis: Object.fromEntries(rows.map(({ contender, median }) => [contender, 1000 / median])),
      details: Object.fromEntries(rows.map(({ contender, details = {} }) => [contender, details])),
    };
  });
}

/** @typedef {ReturnType<typeof searchesOf>[number]} Search */

/**
 * Ways to load by columns: rows a second by contender.
 * @param {Report} report
 */
export function loadsOf({ results }) {
  const cases = results.filter((row) => row.case.startsWith('load '));
  return [...new Set(cases.map((row) => row.case))].map((name) => ({
    columns: name.split(' columns=')[1],
    rates: Object.fromEntries(
      cases.filter((row) => row.case === name).map((row) => [row.contender, row.median]),
    ),
  }));
}

/** @typedef {ReturnType<typeof loadsOf>[number]} Load */
