import { FormatError } from '../../core/errors.ts';
import { jsonFaultAt } from './json-fault.ts';

/** Arrays, objects and texts of one JSON text, at most: each takes memory of its own. */
const MAX_PARTS = 2 ** 25;
/** Shorter texts can't hold so many. */
const SHORT = 2 ** 24;

/**
 * Parses JSON. NaN, which Python writes and JSON does not know, is read as null.
 *
 * @param at - byte of the file at which the text begins.
 * @param line - the number of its first line.
 * @throws FormatError with line and column.
 */
export function parseJson(text: string, at: number, line: number): unknown {
  if (text.length > SHORT) checkParts(text, at);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const plain = withoutNaN(text);
    if (plain !== null) {
      try {
        return JSON.parse(plain);
      } catch {
        // The fault of the text as it is is the one to tell.
      }
    }
    throw new FormatError(`${placeOf(text, line)} is no valid JSON`, at, { cause });
  }
}

/** Whether a text is a value of JSON. */
export function isJson(text: string): boolean {
  try {
    parseJson(text, 0, 1);
    return true;
  } catch {
    return false;
  }
}

/** @throws FormatError if a text has more parts than memory may hold. */
function checkParts(text: string, at: number): void {
  let parts = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character === 0x5b || character === 0x7b || character === 0x22) parts++;
  }
  if (parts > MAX_PARTS) {
    throw new FormatError(`a JSON text of more than ${MAX_PARTS} parts is not read`, at);
  }
}

/** The line and column at which it stops being JSON. */
function placeOf(text: string, line: number): string {
  const before = text.slice(0, jsonFaultAt(text));
  const start = before.lastIndexOf('\n') + 1;
  const lines = before.split('\n').length - 1;
  return `line ${line + lines}, column ${before.length - start + 1},`;
}

/** The text with null for NaN outside of its strings; null if there is none. */
function withoutNaN(text: string): string | null {
  if (!text.includes('NaN')) return null;
  const parts: string[] = [];
  let from = 0;
  let isString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (isString && character === '\\') i++;
    else if (character === '"') isString = !isString;
    else if (!isString && character === 'N' && text.startsWith('NaN', i)) {
      parts.push(text.slice(from, i), 'null');
      from = i + 3;
      i += 2;
    }
  }
  return parts.length === 0 ? null : parts.join('') + text.slice(from);
}
