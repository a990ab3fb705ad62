import type { FileArray } from '../arrays/file-array.ts';
import { findKnown, findLabels, isIdName, LABEL_NAMES, POINT_NAMES } from '../known-names.ts';
import { findVariable } from '../matlab/mat5.ts';

/**
 * The array of points: the one that is asked for, one with a well-known name (X, points,
 * vectors...), or the only one of two dimensions or more.
 *
 * @throws InvalidArgumentError that lists the arrays there are.
 */
export function choosePoints(arrays: readonly FileArray[], wanted?: string): FileArray {
  if (wanted !== undefined) return findVariable(arrays, wanted);
  if (arrays.length === 1) return arrays[0];
  const matrices = arrays.filter(({ shape, kind }) => shape.length >= 2 && kind !== 'text');
  const known = findKnown(names(matrices), POINT_NAMES);
  if (known !== -1) return matrices[known];
  const others = matrices.filter(({ name }) => !LABEL_NAMES.includes(name));
  return others.length === 1 ? others[0] : findVariable(arrays, 'X');
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
  return others[findLabels(names(others))] ?? null;
}

/** The array of ids, by its name; null if there is none. */
export function chooseIds(arrays: readonly FileArray[]): FileArray | null {
  return arrays.find((array) => isIdName(array.name) && isList(array)) ?? null;
}

/** The labels in a file of labels: those asked for, with a well-known name, or the only array. */
export function chooseLabelsAlone(
  arrays: readonly FileArray[],
  wanted?: string | number,
): FileArray {
  if (wanted !== undefined) return byNameOrPlace(arrays, wanted);
  if (arrays.length === 1) return arrays[0];
  const known = findLabels(names(arrays));
  if (known !== -1) return arrays[known];
  const lists = arrays.filter((array) => isList(array) && !isIdName(array.name));
  return lists.length === 1 ? lists[0] : findVariable(arrays, 'labels');
}

function byNameOrPlace(arrays: readonly FileArray[], wanted: string | number): FileArray {
  // In a table the parser has looked for the column already: the array beside the points is it.
  const named = arrays.find(({ name }) => name === String(wanted));
  if (named) return named;
  const lists = arrays.filter(isList);
  const others = lists.filter(({ name }) => !isIdName(name));
  const [list] = others.length > 0 ? others : lists;
  if (Number.isInteger(Number(wanted)) && list && others.length < 2) return list;
  return findVariable(arrays, String(wanted));
}

function names(arrays: readonly FileArray[]): string[] {
  return arrays.map(({ name }) => name);
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
