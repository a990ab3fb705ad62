import { findKnown, POINT_NAMES } from '../known-names.ts';
import { isMissing, numberFault, shorten } from './numbers.ts';
import {
  isBracketed,
  isSurelyBase64,
  parseBase64Floats,
  parseVectorText,
  type VectorText,
} from './vector-text.ts';

/** A member of its own: keys such as __proto__ are like any other. */
export function member(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The member within members that a path of keys, or places of arrays, leads to. */
export function memberAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    found = Array.isArray(found) ? found[/^\d+$/.test(key) ? Number(key) : -1] : member(found, key);
  }
  return found;
}

/** Whether a value is an object and no array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether a value is a vector: an array of numbers, {"0": 1, "1": 2} as JSON.stringify writes
 * typed arrays, or a text that holds one.
 */
export function isVector(value: unknown): boolean {
  if (typeof value === 'string') return isBracketed(value) || isSurelyBase64(value);
  const items = itemsOf(value);
  return items?.some((item) => typeof item === 'number') === true && items.every(isItem);
}

/** Whether the value of a key is a vector; where its name says so, any base64 of float32 is one. */
export function isVectorOf(key: string, value: unknown): boolean {
  if (isVector(value)) return true;
  const isNamed = key === 'base64' || findKnown([key], POINT_NAMES) === 0;
  return typeof value === 'string' && isNamed && parseBase64Floats(value) !== null;
}

/** Numbers, and null where one is missing. */
function isItem(item: unknown): boolean {
  return typeof item === 'number' || item === null;
}

function itemsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return null;
  // Keys that are whole numbers come first and ascend.
  const keys = Object.keys(value);
  const isList = keys.length > 0 && keys[keys.length - 1] === String(keys.length - 1);
  return isList && keys[0] === '0' ? Object.values(value) : null;
}

/** JSON has no infinity: it is what a larger number is read as. */
const BEYOND = 'must be a number that float32 holds';

/** The numbers of a value that should be a vector. */
export function vectorOf(value: unknown): VectorText {
  if (typeof value === 'string') {
    const floats = isBracketed(value) ? null : parseBase64Floats(value);
    return floats ? { values: Float64Array.from(floats), missing: null } : parseVectorText(value);
  }
  const items = itemsOf(value);
  if (items === null || items.length === 0) return { fault: 'must be an array of numbers' };
  const values = new Float64Array(items.length);
  let missing: string | null = null;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item === 'number' && Number.isFinite(Math.fround(item))) {
      values[i] = item;
      continue;
    }
    const place = `at place ${i + 1}`;
    if (typeof item === 'number') return { fault: `${place} ${BEYOND}` };
    if (item !== null && !(typeof item === 'string' && isMissing(item))) {
      return { fault: `must be an array of numbers, but ${place} is ${shown(item)}` };
    }
    values[i] = Number.NaN;
    missing ??= `${place} ${numberFault(String(item))}`;
  }
  return { values, missing };
}

function shown(item: unknown): string {
  if (typeof item === 'string') return `the text ${shorten(item)}`;
  if (Array.isArray(item)) return 'an array';
  return typeof item === 'object' ? 'an object' : String(item);
}

/** How deep vectors are looked for in an object. */
const MAX_DEPTH = 6;

/** The paths of all vectors in an object, those nearer to its top first. */
export function vectorPaths(row: unknown): string[][] {
  const found: string[][] = [];
  let level: { value: unknown; path: string[] }[] = [{ value: row, path: [] }];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: typeof level = [];
    for (const { value, path } of level) {
      if (!isObject(value)) continue;
      for (const key of Object.keys(value)) {
        const child = { value: value[key], path: [...path, key] };
        if (isVectorOf(key, child.value)) found.push(child.path);
        else if (isObject(child.value)) next.push(child);
      }
    }
    level = next;
  }
  return found;
}
