import { InvalidArgumentError } from '../../core/errors.ts';
import type { NumericArray } from './numeric.ts';

/** An array of a file, or a column of a table: what is known of it, and how to read it. */
export interface FileArray {
  /** Its name in the file; empty where the format has no names. */
  readonly name: string;
  /** Its element type ('float32', 'logical'...), or what it is ('struct', 'text'...). */
  readonly kind: string;
  readonly shape: readonly number[];
  /**
   * Reads the values.
   *
   * @throws FormatError if they are damaged.
   * @throws InvalidArgumentError if it is not an array of numbers.
   */
  read(): Promise<NumericArray>;
  /** Reads a column of texts, where it is one: class names, perhaps. */
  readTexts?(): Promise<string[]>;
}

const NUMERIC = /^(sparse )?(logical|bool|(bfloat|float|u?int)\d+)$/;

/** Whether arrays of a kind are arrays of numbers. */
export function isNumericKind(kind: string): boolean {
  return NUMERIC.test(kind);
}

/** An array that is read already. */
export function arrayInMemory(name: string, array: NumericArray): FileArray {
  return { name, kind: array.dtype, shape: array.shape, read: async () => array };
}

/** A list of texts that is read when it is asked for. */
export function textArray(
  name: string,
  count: number,
  readTexts: () => Promise<string[]>,
): FileArray {
  const read = async (): Promise<never> => {
    throw new InvalidArgumentError(`${name || 'the array'} must be numbers, but is text`);
  };
  return { name, kind: 'text', shape: [count], read, readTexts };
}

/** A column of texts that is read already. */
export function textsInMemory(name: string, texts: string[]): FileArray {
  return textArray(name, texts.length, async () => texts);
}

/**
 * An array that is there but not read, so that others of its file can be.
 *
 * @param kind - what it is: 'struct', 'complex128'...
 * @param remedy - what to do about it, for the message of who asks for it.
 */
export function unreadArray(
  name: string,
  kind: string,
  shape: readonly number[] = [],
  remedy = '',
): FileArray {
  const read = async (): Promise<never> => {
    const advice = remedy === '' ? '' : `: ${remedy}`;
    throw new InvalidArgumentError(
      `${name} must be an array of numbers, but is ${an(kind)}${advice}`,
    );
  };
  return { name, kind, shape, read };
}

/** Kinds that are plural take no article. */
function an(kind: string): string {
  if (/s$/.test(kind)) return kind;
  return `${/^[aeiou]/i.test(kind) ? 'an' : 'a'} ${kind}`;
}
