import type { TableOptions } from '../../../src/data/text/row-parser.ts';

/** A small file of a kind that people have, and what is right. */
export interface FileCase {
  /** What is special about it: a sentence goes on with it. */
  readonly kind: string;
  /** The file's name, whose extension may count. */
  readonly file: string;
  readonly content: string | Uint8Array;
  readonly options?: TableOptions;
  /** The vectors, as they are rounded to float32; or the reason for which it is refused. */
  readonly right: readonly (readonly number[])[] | RegExp;
  readonly labels?: readonly (number | string)[];
  readonly ids?: readonly string[];
  /** What is guessed, and told. */
  readonly warnings?: readonly RegExp[];
  /** Names of what is not read. */
  readonly notRead?: readonly string[];
}
