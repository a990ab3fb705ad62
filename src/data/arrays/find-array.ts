import { InvalidArgumentError } from '../../core/errors.ts';
import type { FileArray } from './file-array.ts';
import { showShape } from './numeric.ts';

/** Arrays that a message lists. */
const MOST_SHOWN = 20;

/**
 * The array called `name`.
 *
 * @throws InvalidArgumentError that lists the arrays there are.
 */
export function findArray<T extends FileArray>(arrays: readonly T[], name: string): T {
  const named = (wanted: string) => arrays.find((array) => array.name === wanted);
  // Paths within a file may be written from its root.
  const found = named(name) ?? named(name.replace(/^\//, ''));
  if (found) return found;
  throw new InvalidArgumentError(`there is no variable ${name}${butThereAre(arrays)}`);
}

/** `, but there are X (7 x 5 float32), y (7 uint8)`: what a message ends with. */
export function butThereAre(arrays: readonly FileArray[]): string {
  if (arrays.length === 0) return '';
  const shown = arrays
    .slice(0, MOST_SHOWN)
    .map(({ name, shape, kind }) => `${name} (${showShape(shape)} ${kind})`);
  if (arrays.length > MOST_SHOWN) shown.push(`${arrays.length - MOST_SHOWN} more`);
  return `, but there are ${shown.join(', ')}`;
}
