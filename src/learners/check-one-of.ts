import { show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';

/** Throws unless `value` is one of `allowed`. */
export function checkOneOf(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) {
    throw new InvalidArgumentError(`${name} must be ${allowed.join(' or ')}, not ${show(value)}`);
  }
}
