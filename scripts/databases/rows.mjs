// Codes that follow from their ids, and searches of them that work another way than SQL: by sorting.
import { HashCodes } from 'hashplane';

export const BITS = 64;

/** @param {number} id */
function wordsOf(id) {
  const first = Math.imul(id ^ (id >>> 7), 0x9e3779b1);
  const second = Math.imul(first ^ (first >>> 15), 0x85ebca77);
  // Half of the bits are 0 and ids share codes, so that there are ties.
  return [(first ^ (first >>> 11)) & 0x0f0f0f0f, (second ^ (second >>> 13)) & 0x00ff00ff];
}

/** @param {readonly number[]} ids */
export function codesOf(ids) {
  return new HashCodes(Uint32Array.from(ids.flatMap(wordsOf)), ids.length, BITS);
}

/**
 * The code of an id as PostgreSQL prints it.
 * @param {number} id
 */
export function bitsOf(id) {
  return wordsOf(id)
    .map((word) => [...(word >>> 0).toString(2).padStart(32, '0')].reverse().join(''))
    .join('');
}

/**
 * The k nearest ids by distance, then id.
 * @param {readonly number[]} ids
 * @param {number} query - an id.
 * @param {number} k
 */
export function nearest(ids, query, k) {
  const wanted = bitsOf(query);
  return ids
    .map((id) => ({ id, distance: differing(bitsOf(id), wanted) }))
    .sort((a, b) => a.distance - b.distance || a.id - b.id)
    .slice(0, k);
}

/**
 * @param {string} a
 * @param {string} b
 */
function differing(a, b) {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}
