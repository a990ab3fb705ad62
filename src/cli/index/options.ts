import type { BitsPerDimension } from '../../kernels/quantised/api.ts';
import type { CodeFormName } from '../../search/hash-index/types.ts';
import type { EntryArguments } from '../options/entries.ts';
import type { PictureArguments } from '../options/pictures.ts';
import type { TableArguments } from '../options/table.ts';
import type { BackendChoice } from '../start-kernels.ts';
import type { HasherSettings } from './hashers.ts';

/** Options as commander parsed them. */
export interface IndexOptions
  extends TableArguments,
    EntryArguments,
    PictureArguments,
    Omit<HasherSettings, 'bits'> {
  /** A file of `hashplane train`. */
  readonly model?: string;
  readonly codes?: CodeFormName;
  readonly bitsPerDimension?: BitsPerDimension;
  readonly bits?: number;
  readonly recall?: number;
  readonly labels?: string | false;
  readonly classNames?: string;
  readonly keep: 'float32' | 'int8' | 'none';
  readonly backend: BackendChoice;
  readonly out: string;
  readonly json?: boolean;
}
