import type { SqlValue } from '../driver.ts';

/** A parameter as every driver takes it without asking what it means. */
export type SentValue = null | boolean | string | Uint8Array;

/**
 * Parameters as texts: drivers guess types from JavaScript's, each in its own way (an array of bigints
 * counts as one int8, a text for jsonb is quoted once more). A server reads texts by the type that it needs.
 */
export function sentValues(parameters: readonly SqlValue[] = []): SentValue[] {
  return parameters.map(sentValue);
}

function sentValue(value: SqlValue): SentValue {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return arrayLiteral(value);
  return value as SentValue;
}

/** An array as PostgreSQL writes it: {1,2,NULL}, {"a","b"}. */
function arrayLiteral(values: readonly (number | bigint | string | null)[]): string {
  return `{${values.map(element).join(',')}}`;
}

function element(value: number | bigint | string | null): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value);
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
