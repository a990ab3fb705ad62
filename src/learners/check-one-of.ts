import { refuse } from '../core/checks.ts';

/** Throws unless `value` is one of `allowed`. */
export function checkOneOf(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) {
    refuse(name, `${allowed.join(' or ')}`, value);
  }
}
