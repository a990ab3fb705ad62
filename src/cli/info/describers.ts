import type { FileContents } from '../../data/contents.ts';
import type { ArrayDescription } from '../../data/describe-array.ts';

/** What `hashplane info` says of a file. */
export interface FileDescription {
  readonly format: string;
  /** Whether the file is packed with gzip; left out if not. */
  readonly gzipped?: true;
  /** Texts that the file has about itself. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly arrays: readonly ArrayDescription[];
}

/**
 * Describes files of hashplane's own, which are more than arrays: models and indexes. The first
 * describer that knows a file is asked; the others' arrays are described one by one.
 */
export interface Describer {
  /** Whether this is its kind of file, by the first bytes alone. */
  knows(bytes: Uint8Array): boolean;
  describe(bytes: Uint8Array): Promise<FileDescription> | FileDescription;
}

/** The describers by format. */
export const DESCRIBERS: readonly Describer[] = [];

/** Metadata of these formats names what the file is: a model of hashplane, say. */
export function formatOf({ format, metadata }: FileContents): string {
  const own = metadata.get('format') ?? '';
  return own.startsWith('hashplane-') ? own : format;
}
