import { useState } from 'react';
import type { VectorLike } from '../core/given.ts';

/**
 * The value of an earlier render where this one says the same: effects run again when a value changes,
 * and what people write into a call (`[1, 2, 3]`, `{ k: 5 }`) is another object in every render.
 */
export function useSame<T>(value: T, isSame: (a: T, b: T) => boolean): T {
  const [kept, keep] = useState(() => value);
  if (Object.is(kept, value) || isSame(kept, value)) return kept;
  keep(() => value);
  return value;
}

export function isSameVector(a: VectorLike | null, b: VectorLike | null): boolean {
  if (!a || !b || a.length !== b.length) return a === b;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** Plain values by what they hold, any others by being the same object. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSameValue(a[key], b[key]))
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
