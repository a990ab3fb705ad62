import type { BitOrderName } from '../options/codes.ts';
import type { PictureArguments } from '../options/pictures.ts';
import type { TableArguments } from '../options/table.ts';
import type { BackendChoice } from '../start-kernels.ts';

/** Options as commander parsed them. */
export interface SearchOptions
  extends TableArguments,
    Pick<PictureArguments, 'strict' | 'threads'> {
  readonly codes?: string;
  readonly queries?: string;
  readonly k: number;
  readonly recall?: number;
  readonly candidates?: number | 'all';
  readonly radius?: number;
  readonly probes?: number;
  /** What documents must fulfil: an object of JSON. */
  readonly where?: Readonly<Record<string, unknown>>;
  /** Of documents, to be shown. */
  readonly fields?: readonly string[];
  readonly bitOrder: BitOrderName;
  readonly codesOffset: 0 | 128;
  readonly backend: BackendChoice;
  readonly json?: boolean;
  /** A folder, for the page. */
  readonly out?: string;
  /** Where the pictures of the index are. */
  readonly pictures?: string;
}
