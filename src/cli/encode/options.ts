import type { BitOrderName } from '../options/codes.ts';
import type { PictureArguments } from '../options/pictures.ts';
import type { TableArguments } from '../options/table.ts';
import type { BackendChoice } from '../start-kernels.ts';
import type { CodeFormatName } from './formats/names.ts';
import type { HasherOptions } from './hasher.ts';

/** Options as commander parsed them. */
export interface EncodeOptions extends HasherOptions, TableArguments, PictureArguments {
  readonly format: CodeFormatName;
  /** A file. */
  readonly ids?: string;
  readonly documentType: string;
  readonly bitOrder: BitOrderName;
  readonly backend: BackendChoice;
  readonly out: string;
}
