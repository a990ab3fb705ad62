import type { ArrayDescription } from '../../data/arrays/describe-array.ts';
import type { NotRead } from '../../data/text/row-parser.ts';

/** What `hashplane info` says of a file. */
export interface FileDescription {
  readonly format: string;
  /** Whether the file is packed with gzip; left out if not. */
  readonly gzipped?: true;
  /** Texts that the file has about itself. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** What a file of hashplane's own is: plain JSON values. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly arrays: readonly ArrayDescription[];
  /** What else is in the file, and why it is not read. */
  readonly notRead?: readonly NotRead[];
}

/** Describes a kind of file of hashplane's own, which is more than arrays: a model or an index. */
export interface Describer {
  /** Whether this is its kind of file, by the first bytes alone. */
  knows(bytes: Uint8Array): boolean;
  /** @param path - where the file is, beside which more of it may be. */
  describe(bytes: Uint8Array, path: string): Promise<FileDescription> | FileDescription;
}
