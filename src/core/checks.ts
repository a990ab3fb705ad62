import { InvalidArgumentError } from './errors.ts';

/** `value` as people should see it in an error message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? `an array of ${value.length}` : 'an object';
}

/** Throws unless `value` is a whole number within [low, high]. */
export function checkWhole(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    const range =
      high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
    throw new InvalidArgumentError(`${name} must be a whole number ${range}, not ${show(value)}`);
  }
}

/** Throws unless `value` is a finite number within [low, high]. */
export function checkRange(name: string, value: number, low: number, high: number): void {
  if (!(typeof value === 'number' && value >= low && value <= high)) {
    throw new InvalidArgumentError(`${name} must be from ${low} to ${high}, not ${show(value)}`);
  }
}

/** Throws unless `value` is a finite number above 0. */
export function checkPositive(name: string, value: number): void {
  if (!(typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new InvalidArgumentError(`${name} must be a finite number above 0, not ${show(value)}`);
  }
}
