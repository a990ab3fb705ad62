import { InvalidArgumentError } from './errors.ts';

/** `value` as people should see it in an error message: one line, whatever it is. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (isPromise(value)) return 'a promise: await it first';
  const kind = kindOf(value);
  return kind !== 'Object' && /^\w+$/.test(kind) ? kind : 'an object';
}

/** What an object calls itself: frames and test runners have classes of their own. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

/** Refuses `value`, in the words that most refusals have. */
export function refuse(name: string, what: string, value: unknown): never {
  throw new InvalidArgumentError(`${name} must be ${what}, not ${show(value)}`);
}

/** Whether `value` is a promise, of this page or another. */
export function isPromise(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** Throws unless `value` is an object with properties to be read. */
export function checkObject(name: string, value: unknown): asserts value is object {
  if (kindOf(value) !== 'Object') refuse(name, 'an object', value);
}

/** Throws unless `value` is a plain array. */
export function checkArray(name: string, value: unknown): void {
  if (Array.isArray(value)) return;
  refuse(name, 'an array', value);
}

/** Throws unless `value` is true or false: `'false'` would count as true. */
export function checkBoolean(name: string, value: boolean): void {
  if (typeof value === 'boolean') return;
  refuse(name, 'true or false', value);
}

/**
 * Throws unless `value` has a method of this name: of things that are known by what they do.
 *
 * @param what - what it should be, for the message.
 */
export function checkMethod(name: string, value: unknown, method: string, what: string): void {
  if (typeof (value as Record<string, unknown> | null | undefined)?.[method] === 'function') return;
  refuse(name, what, value);
}

/** Throws unless `kernels` is a backend, and not the promise of one. */
export function checkKernels(kernels: unknown): void {
  checkMethod('kernels', kernels, 'createProjector', 'what await createKernels() gives');
}

/** Throws unless `value` is a whole number within [low, high]. */
export function checkWhole(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    const range =
      high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`;
    refuse(name, `a whole number ${range}`, value);
  }
}

/** Throws unless `value` is a finite number within [low, high]. */
export function checkRange(name: string, value: number, low: number, high: number): void {
  if (!(typeof value === 'number' && value >= low && value <= high)) {
    refuse(name, `from ${low} to ${high}`, value);
  }
}

/** Throws unless `value` is a finite number above 0. */
export function checkPositive(name: string, value: number): void {
  if (!(typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY)) {
    refuse(name, 'a finite number above 0', value);
  }
}
