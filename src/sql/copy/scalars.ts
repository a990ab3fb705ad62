import { show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { ScalarType, ScalarValue } from './columns.ts';

const INT8 = { low: -(2n ** 63n), high: 2n ** 63n - 1n };
const INT4 = { low: -(2 ** 31), high: 2 ** 31 - 1 };
const INT2 = { low: -(2 ** 15), high: 2 ** 15 - 1 };

const WHAT: Readonly<Record<ScalarType, string>> = {
  bigint: 'a whole number of 64 bits (numbers up to 2^53 - 1, bigints beyond)',
  int2: 'a whole number of 16 bits',
  int4: 'a whole number of 32 bits',
  float4: 'a number',
  float8: 'a number',
  boolean: 'true or false',
  text: 'a text',
  json: 'JSON as a text',
  jsonb: 'JSON as a text',
  bytea: 'a Uint8Array',
};

/**
 * Refuses a value that its type does not hold: bytes would take its lower bits without a word.
 *
 * @throws InvalidArgumentError that names the row.
 */
export function checkScalar(type: ScalarType, value: ScalarValue, row: number): void {
  if (holds(type, value)) return;
  throw new InvalidArgumentError(
    `row ${row}: a value of type ${type} must be ${WHAT[type]}, not ${show(value)}`,
  );
}

function holds(type: ScalarType, value: ScalarValue): boolean {
  switch (type) {
    case 'bigint':
      if (typeof value === 'bigint') return value >= INT8.low && value <= INT8.high;
      return Number.isSafeInteger(value);
    case 'int4':
      return whole(value, INT4);
    case 'int2':
      return whole(value, INT2);
    case 'float4':
    case 'float8':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'bytea':
      return value instanceof Uint8Array;
    default:
      return typeof value === 'string';
  }
}

function whole(value: ScalarValue, { low, high }: { low: number; high: number }): boolean {
  return Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
}
