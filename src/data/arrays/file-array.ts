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

/** An array that is read already. */
export function arrayInMemory(name: string, array: NumericArray): FileArray {
  return { name, kind: array.dtype, shape: array.shape, read: async () => array };
}

/** A column of texts that is read already. */
export function textsInMemory(name: string, texts: string[]): FileArray {
  return {
    name,
    kind: 'text',
    shape: [texts.length],
    read: async () => {
      throw new InvalidArgumentError(`${name} must be numbers, but is text`);
    },
    readTexts: async () => texts,
  };
}
