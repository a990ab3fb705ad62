// Digits can be matched in one way only: fields may be megabytes of them.
const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** The number that `text` is, or NaN where `isNumber` says that it is none. */
export function parseNumber(text: string): number {
  const value = Number(text);
  // What Number reads in another way than we do is empty, or has a letter or a space in front.
  const isPlain =
    value !== 0 && Number.isFinite(value) && text.charCodeAt(0) > 32 && !(text.charCodeAt(1) > 57);
  return isPlain || NUMBER.test(text) ? value : Number.NaN;
}

/** Whether `text` is a decimal number; not NaN, not hexadecimal, not empty. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** What programs write where a number is missing, in lower case. */
const MISSING: ReadonlySet<string> = new Set([
  ...['', 'nan', '-nan', '+nan', 'na', 'n/a', '#n/a', '#na', '<na>', 'null', 'none', 'nil', 'nat'],
  ...['missing', 'undefined', '-', '--', '.', '?', '\\n'],
]);

/** Whether `text` stands for a number that is missing: empty, NaN, NA, null... */
export function isMissing(text: string): boolean {
  return text.length < 24 && MISSING.has(text.trim().toLowerCase());
}

/** Whether `text` is an infinity, as programs write it. */
export function isInfinite(text: string): boolean {
  return text.length < 24 && /^\s*[+-]?inf(inity)?\s*$/i.test(text);
}

/** Whether `text` is a number with a decimal comma: 1,5 or 1.234,5. */
export function hasDecimalComma(text: string): boolean {
  return text.length < 48 && /^\s*[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+(e[+-]?\d+)?\s*$/i.test(text);
}

/**
 * Whether `text` is a number but for how it is written, and so no name: with a decimal comma,
 * hexadecimal, with a unit or a currency.
 */
export function isSpoiledNumber(text: string): boolean {
  if (text.length >= 48) return false;
  return (
    hasDecimalComma(text) ||
    /^\s*[+-]?0x[\da-f]+\s*$/i.test(text) ||
    /^\s*[+-]?[$€£¥]?\s?\d{1,3}(,\d{3})+(\.\d*)?\s*$/.test(text) ||
    /^\s*[$€£¥]\s?[+-]?\d[\d.]*\s*$/.test(text) ||
    /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(\s*[%°€$£¥]\S*|\s+\p{L}\S*|[dD][+-]?\d+)\s*$/u.test(
      text,
    )
  );
}

/** `text` in quotes as messages show it, at most 40 characters. */
export function shorten(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}

/** What is wrong with a field that should be a number, after "must be" or "is". */
export function numberFault(text: string): string {
  if (isMissing(text)) {
    const shown = text.trim() === '' ? 'it is empty' : `it is ${shorten(text.trim())}`;
    return `has a missing number (${shown}): choose --missing mean, zero or drop-row`;
  }
  if (isInfinite(text)) return `must be a finite number, not ${shorten(text)}`;
  if (isNumber(text)) return `must be a number that float32 holds, not ${shorten(text)}`;
  if (hasDecimalComma(text)) {
    return `must have decimal points, not commas: ${shorten(text)}`;
  }
  return `must be a number, not ${shorten(text)}`;
}
