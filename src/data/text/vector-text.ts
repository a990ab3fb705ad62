import { HOST_IS_LITTLE, reverseItems } from '../arrays/numeric.ts';
import { isMissing, isNumber, numberFault, parseNumber } from './numbers.ts';

// Vectors that stand as text in a field of a table or a key of JSON: [0.1, 0.2] of JSON and of
// pgvector, [0.1 0.2] as numpy prints, {0.1,0.2} of PostgreSQL, (0.1, 0.2), and base64 of float32.

/** What a text is that should be a vector: its numbers (NaN: missing ones), or what is wrong. */
export type VectorText =
  | { readonly values: Float64Array; readonly missing: string | null }
  | { readonly fault: string };

const PAIRS: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')' };

/** Whether a text looks like a vector between brackets, by its first and last character. */
export function isBracketed(text: string): boolean {
  const inner = unwrap(text);
  return inner.length >= 2 && PAIRS[inner[0]] === inner[inner.length - 1];
}

/** Whether a text is a list of at least three numbers without brackets: 70 80 82. */
export function isBareList(text: string): boolean {
  const parts = text.trim().split(/[\s,;|]+/);
  return parts.length >= 3 && parts.every(isNumber);
}

/** The numbers in a text that is a list of them, with brackets or without. */
export function parseVectorText(text: string): VectorText {
  const inner = unwrap(text);
  const isInBrackets = isBracketed(inner);
  const list = (isInBrackets ? inner.slice(1, -1) : inner).trim();
  if (list === '') return { fault: 'holds an empty list' };
  if (list.includes('...') || list.includes('…')) {
    return { fault: 'is cut short with "...": print all numbers, or save another format' };
  }
  if (/[[\]{}]/.test(list)) return { fault: 'must be one list of numbers, not a list of lists' };
  const parts = list.includes(',')
    ? list.split(',')
    : list.split(list.includes(';') ? ';' : list.includes('|') ? '|' : /\s+/);
  return numbersOf(parts);
}

function numbersOf(parts: readonly string[]): VectorText {
  const values = new Float64Array(parts.length);
  let missing: string | null = null;
  for (let i = 0; i < parts.length; i++) {
    const value = parseNumber(parts[i]);
    values[i] = value;
    if (Number.isFinite(Math.fround(value))) continue;
    if (!isMissing(parts[i])) return { fault: `at place ${i + 1} ${numberFault(parts[i])}` };
    missing ??= `at place ${i + 1} ${numberFault(parts[i])}`;
  }
  return { values, missing };
}

/** Without what Python prints around: array([...], dtype=float32), np.float32(0.5), tensor([...]). */
function unwrap(text: string): string {
  const trimmed = text.trim();
  const first = trimmed.charCodeAt(0);
  // Letters come first where there is something to take away.
  if (!(first >= 0x61 && first <= 0x7a) && !trimmed.includes('float')) return trimmed;
  const plain = trimmed.replace(/\b(?:np|numpy)\.float(?:16|32|64)\(([^()]{0,40})\)/g, '$1');
  const open = /^(?:(?:np|numpy|torch)\.)?(?:array|tensor)\(/.exec(plain)?.[0];
  const close = plain.indexOf(']');
  return open && close !== -1 && plain.endsWith(')')
    ? plain.slice(open.length, close + 1).trim()
    : plain;
}

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** The shortest vector that is taken for base64 where no name says that it is one. */
const SURE_LENGTH = 8;

/** The little-endian float32 numbers in base64, or null if a text is none. */
export function parseBase64Floats(text: string): Float32Array | null {
  const trimmed = text.trim();
  if (trimmed.length < 6 || !BASE64.test(trimmed)) return null;
  const bytes = decodeBase64(trimmed);
  if (bytes === null || bytes.length % 4 !== 0) return null;
  if (!HOST_IS_LITTLE) reverseItems(bytes, 4);
  const values = new Float32Array(bytes.buffer);
  return values.every((value) => Number.isFinite(value)) ? values : null;
}

/** Whether a text is base64 of float32 beyond doubt: numbers of ordinary size, a good many. */
export function isSurelyBase64(text: string): boolean {
  const values = parseBase64Floats(text);
  return (
    values !== null &&
    values.length >= SURE_LENGTH &&
    values.every((value) => value === 0 || (Math.abs(value) > 1e-12 && Math.abs(value) < 1e9))
  );
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const characters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = new Uint8Array(characters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
    return bytes;
  } catch {
    return null;
  }
}
