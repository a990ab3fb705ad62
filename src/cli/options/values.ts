import { InvalidArgumentError as CommanderArgumentError } from 'commander';
import { BITS_PER_DIMENSION, type BitsPerDimension } from '../../kernels/quantised/api.ts';

// Parsers of option values. Commander prefixes what they throw with the option's name.

function refuse(rule: string, value: string): never {
  throw new CommanderArgumentError(`It must be ${rule}, not "${value}".`);
}

function numberOf(value: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim()) ? Number(value) : Number.NaN;
}

/** A whole number within [low, high]. */
export function whole(low: number, high = Number.MAX_SAFE_INTEGER): (value: string) => number {
  const range = high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
  return (value) => {
    const number = numberOf(value);
    return Number.isInteger(number) && number >= low && number <= high
      ? number
      : refuse(`a whole number ${range}`, value);
  };
}

/** A whole number of at least `low`, or the word all. */
export function allOrWhole(low: number): (value: string) => number | 'all' {
  return (value) => {
    if (value === 'all') return value;
    const number = numberOf(value);
    return Number.isInteger(number) && number >= low
      ? number
      : refuse(`a whole number of at least ${low}, or all`, value);
  };
}

/** What signed bytes may lack. */
export function zeroOr128(value: string): 0 | 128 {
  const number = numberOf(value);
  return number === 0 || number === 128 ? number : refuse('0 or 128', value);
}

/** Bits of estimated codes for each dimension. */
export function bitsPerDimension(value: string): BitsPerDimension {
  const number = BITS_PER_DIMENSION.find((bits) => bits === numberOf(value));
  return number ?? refuse(BITS_PER_DIMENSION.join(' or '), value);
}

/** A list of whole numbers within [low, high], separated by commas. */
export function wholeList(low: number, high: number): (value: string) => number[] {
  const one = whole(low, high);
  return (value) => {
    const list = value.split(',').map((part) => one(part));
    return new Set(list).size === list.length ? list : refuse('a list without repeats', value);
  };
}

/** A number within [low, high]. */
export function within(low: number, high: number): (value: string) => number {
  return (value) => {
    const number = numberOf(value);
    return number >= low && number <= high
      ? number
      : refuse(`a number from ${low} to ${high}`, value);
  };
}

/** A number above 0 that is within [low, high]. */
export function positive(low: number, high: number): (value: string) => number {
  const most = high < 1e6 ? high : high.toExponential();
  return (value) => {
    const number = numberOf(value);
    return number >= low && number <= high
      ? number
      : refuse(`a number above 0 (from ${low} to ${most})`, value);
  };
}

/** The path of a file or folder. A variable of the shell that is not set gives an empty one. */
export function path(value: string): string {
  return value === '' ? refuse('a path', value) : value;
}

/** A fraction in (0, 1) or a whole number of rows. */
export function fractionOrCount(value: string): number {
  const number = numberOf(value);
  const isFraction = number > 0 && number < 1;
  return isFraction || (Number.isInteger(number) && number >= 1)
    ? number
    : refuse('a fraction above 0 and below 1, or a whole number of rows', value);
}

/** A list of some of `choices`, separated by commas. */
export function choiceList(choices: readonly string[]): (value: string) => string[] {
  return (value) => {
    const list = value.split(',');
    const isKnown = list.every((part) => choices.includes(part));
    return isKnown && new Set(list).size === list.length
      ? list
      : refuse(`a list of ${choices.join(', ')}, without repeats`, value);
  };
}

/** An object of JSON. */
export function jsonObject(value: string): Record<string, unknown> {
  try {
    const object = JSON.parse(value);
    if (object !== null && typeof object === 'object' && !Array.isArray(object)) return object;
  } catch {
    // Said below.
  }
  return refuse('an object of JSON in single quotes, such as {"year":{"gte":2020}}', value);
}
