import { kindOf, refuse, show } from '../../../core/checks.ts';
import { InvalidArgumentError } from '../../../core/errors.ts';
import type { JsonValue } from './types.ts';

/** Lists and objects in each other. */
const DEEPEST = 64;

/**
 * A copy of a plain JSON value, to the last object in it. As JSON has it, fields that are undefined are
 * left out, and -0 is 0.
 *
 * @param name - for messages.
 * @throws InvalidArgumentError in one line that names the place of what is no plain JSON.
 */
export function plainJson(name: string, given: unknown): JsonValue {
  const parents: object[] = [];
  const keys: (string | number)[] = [];
  const place = () => name + keys.map(step).join('');

  function copyOf(value: unknown): JsonValue {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value;
    if (!Array.isArray(value) && !isPlainObject(value)) {
      throw new InvalidArgumentError(`${place()} must be plain JSON, not ${described(value)}`);
    }
    if (parents.includes(value)) throw new InvalidArgumentError(`${place()} contains itself`);
    if (parents.length === DEEPEST) {
      throw new InvalidArgumentError(`${place()} lies deeper than ${DEEPEST} lists and objects`);
    }
    parents.push(value);
    const copy = Array.isArray(value)
      ? Array.from(value, (each, i) => inside(i, each))
      : fieldsOf(value).map(([key, each]) => [key, inside(key, each)] as const);
    parents.pop();
    // Unlike an assignment this makes `__proto__` a field as any other.
    return Array.isArray(value) ? (copy as JsonValue[]) : Object.fromEntries(copy as []);
  }

  function inside(key: string | number, value: unknown): JsonValue {
    keys.push(key);
    const copy = copyOf(value);
    keys.pop();
    return copy;
  }
  return copyOf(given);
}

/** Whether it is an object as JSON has them: of this page or another, of no class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || kindOf(value) !== 'Object') return false;
  const prototype = Object.getPrototypeOf(value);
  const isOfNoClass = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isOfNoClass && Object.getOwnPropertySymbols(value).length === 0;
}

/** @throws InvalidArgumentError unless it is an object as JSON has them. */
export function checkPlainObject(
  name: string,
  value: unknown,
): asserts value is Record<string, unknown> {
  if (!isPlainObject(value)) refuse(name, 'a plain object', value);
}

function fieldsOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, each]) => each !== undefined);
}

function step(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function described(value: unknown): string {
  const shown = show(value);
  return shown === 'an object' ? 'an object of a class, or with symbols' : shown;
}
