// How figures are written in docs/DATABASES.md.
import { markdownTable } from '../shared/markdown-table.mjs';

export { markdownTable as table };

/** @param {number} value */
export function figure(value) {
  return value >= 100 ? count(value) : String(Number(value.toPrecision(2)));
}

/** @param {number} value */
export function count(value) {
  return Math.round(value).toLocaleString('en');
}

/** @param {number} value */
export function bytes(value) {
  if (value >= 1e12) return `${figure(value / 1e12)} TB`;
  return value >= 1e9 ? `${figure(value / 1e9)} GB` : `${figure(value / 1e6)} MB`;
}

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds >= 7200) return `${figure(seconds / 3600)} h`;
  return seconds >= 120 ? `${figure(seconds / 60)} min` : `${figure(seconds)} s`;
}
