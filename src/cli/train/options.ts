import type { PictureArguments } from '../options/pictures.ts';
import type { TableArguments } from '../options/table.ts';
import type { BackendChoice } from '../start-kernels.ts';
import type { MethodSettings } from './methods/method.ts';
import type { MethodName } from './names.ts';

/** Options as commander parsed them. */
export interface TrainOptions extends MethodSettings, TableArguments, PictureArguments {
  readonly labels?: string | false;
  readonly unlabelled?: string;
  readonly method: MethodName;
  readonly threads: number;
  readonly backend: BackendChoice;
  /** Missing with --append alone. */
  readonly out?: string;
  readonly append?: string;
  readonly json?: boolean;
}
