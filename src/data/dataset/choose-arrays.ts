import { InvalidArgumentError } from '../../core/errors.ts';
import { type FileArray, isNumericKind } from '../arrays/file-array.ts';
import { butThereAre, findArray } from '../arrays/find-array.ts';
import { countOf } from '../arrays/numeric.ts';
import { findKnown, findLabels, isIdName, POINT_NAMES } from '../known-names.ts';

/**
 * The array of points: the one that is asked for, one with a well-known name (X, points,
 * vectors...), or the only one of two dimensions or more.
 *
 * @throws InvalidArgumentError that lists the arrays there are.
 */
export function choosePoints(arrays: readonly FileArray[], wanted?: string): FileArray {
  if (wanted !== undefined) return findArray(arrays, wanted);
  if (arrays.length === 1) return arrays[0];
  const matrices = arrays.filter(({ shape, kind }) => shape.length >= 2 && isNumericKind(kind));
  const known = findNamed(matrices, (names) => findKnown(names, POINT_NAMES));
  if (known) return known;
  const others = matrices.filter(({ name }) => findLabels([lastName(name)]) === -1);
  // A row or a column is a list, if there is something that isn't.
  const wide = others.filter((array) => !isList(array));
  const [only, ...more] = wide.length > 0 ? wide : others;
  if (only && more.length === 0) return only;
  const largest = wide.reduce<FileArray | undefined>(
    (best, array) => (best && countOf(best.shape) >= countOf(array.shape) ? best : array),
    undefined,
  );
  const advice = largest ? `: name one with --array (--array ${largest.name}, say)` : '';
  throw new InvalidArgumentError(`there is no variable X${butThereAre(arrays)}${advice}`);
}

/**
 * The labels that a file has beside its points: those asked for, or those with a well-known name
 * (X_class, label, y...). A list of another name may be ids, times or scores, and is none. Null if
 * there are none.
 */
export function chooseLabels(
  arrays: readonly FileArray[],
  points: FileArray,
  wanted?: string | number,
): FileArray | null {
  const others = arrays.filter((array) => array !== points);
  if (wanted !== undefined) return byNameOrPlace(arrays, wanted);
  return findNamed(others, findLabels);
}

/** The array of ids, by its name; null if there is none. */
export function chooseIds(arrays: readonly FileArray[]): FileArray | null {
  return arrays.find((array) => isIdName(lastName(array.name)) && isList(array)) ?? null;
}

/** The labels in a file of labels: those asked for, with a well-known name, or the only array. */
export function chooseLabelsAlone(
  arrays: readonly FileArray[],
  wanted?: string | number,
): FileArray {
  if (wanted !== undefined) return byNameOrPlace(arrays, wanted);
  if (arrays.length === 1) return arrays[0];
  const known = findNamed(arrays, findLabels);
  if (known) return known;
  const lists = arrays.filter((array) => isList(array) && !isIdName(lastName(array.name)));
  return lists.length === 1 ? lists[0] : findArray(arrays, 'labels');
}

function byNameOrPlace(arrays: readonly FileArray[], wanted: string | number): FileArray {
  // In a table the parser has looked for the column already: the array beside the points is it.
  const named = arrays.find(({ name }) => name === String(wanted));
  if (named) return named;
  const lists = arrays.filter(isList);
  const others = lists.filter(({ name }) => !isIdName(lastName(name)));
  const [list] = others.length > 0 ? others : lists;
  if (Number.isInteger(Number(wanted)) && list && others.length < 2) return list;
  return findArray(arrays, String(wanted));
}

/** The array that `find` finds by its name, or else by what is left of it without its groups. */
function findNamed(
  arrays: readonly FileArray[],
  find: (names: string[]) => number,
): FileArray | null {
  const whole = find(arrays.map(({ name }) => name));
  return arrays[whole] ?? arrays[find(arrays.map(({ name }) => lastName(name)))] ?? null;
}

/** A name without the groups and structs that it is in: `features/X`, `data.X`. */
function lastName(name: string): string {
  return name.split(/[./]/).at(-1) as string;
}

function isList({ shape }: FileArray): boolean {
  return shape.length === 1 || (shape.length === 2 && shape.includes(1));
}

/** The labels of classes by name: numbered in alphabetical order. */
export function numberTexts(texts: readonly string[]): { labels: Int32Array; names: string[] } {
  const classNames = [...new Set(texts)].sort();
  const numbers = new Map(classNames.map((name, i) => [name, i]));
  return { labels: Int32Array.from(texts, (text) => numbers.get(text) ?? 0), names: classNames };
}
