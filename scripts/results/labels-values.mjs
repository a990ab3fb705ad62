// What the chart of numbers of labels shows. It is kept beside the chart, since most of it is of runs that
// were made before.
import { databaseText, isOfOwnLength, methodsOf } from './groups.mjs';

/** Shown where a group has it, or else the length in the middle. */
const BITS = 32;

/**
 * Mean average precision by panel, method and number of labels, with four digits as in the tables.
 * @typedef {Record<string, Record<string, Record<string, number>>>} LabelsValues
 */

/**
 * What was known with what is measured anew, which replaces all of as many labels.
 * @param {readonly import('./groups.mjs').Group[]} groups
 * @param {LabelsValues} [kept]
 * @returns {LabelsValues}
 */
export function labelsValues(groups, kept = {}) {
  const values = structuredClone(kept);
  for (const group of groups) {
    const { dataset, protocol, cells, bits: lengths, supervision } = group;
    const bits = lengths.includes(BITS) ? BITS : lengths[lengths.length >> 1];
    const data = `${dataset.name}, ${protocol} protocol${databaseText(group)}`;
    const title = `${data}, ${bits} bits`;
    values[title] ??= {};
    // Of other lengths too: no table has these any more.
    const known = Object.entries(values).filter(([own]) => own.replace(/, \d+ bits$/, '') === data);
    for (const points of known.flatMap(([, methods]) => Object.values(methods))) {
      for (const count of supervision) delete points[count];
    }
    for (const method of methodsOf(cells)) {
      const own = cells.filter((cell) => cell.method === method);
      // Those of a length of their own, or of none, are the same at every length.
      const isOwn = own.every((cell) => isOfOwnLength(cell, lengths));
      values[title][method] ??= {};
      for (const cell of isOwn ? own : own.filter((one) => one.bits === bits)) {
        values[title][method][cell.supervision] = Number(cell.meanAveragePrecision.mean.toFixed(4));
      }
    }
  }
  return values;
}
