import type { Matrix } from '../../core/matrix.ts';
import type { MissingRule } from '../../data/dataset/missing-rules.ts';
import type { DataFormat } from '../../data/detect.ts';

/**
 * The rows of a file of vectors, batch by batch, so that memory does not grow with the file. Made
 * by `openRowStream`.
 */
export interface RowStream {
  readonly path: string;
  readonly format: Exclude<DataFormat, 'gzip'>;
  /** Unknown for text (CSV, JSON lines...), until all rows were read once. */
  readonly rows: number | undefined;
  readonly cols: number;
  /** How much of the file the last call of `batches` has read: from 0 to 1. */
  readonly share: number;
  /**
   * The rows as float32, in order, all finite. Can be called again: every call starts at the first
   * row.
   *
   * @throws FormatError, InvalidArgumentError or FileError, which name the file.
   */
  batches(): AsyncGenerator<Matrix, void, undefined>;
  close(): Promise<void>;
}

/** Which rows of a file are streamed, where it has several columns or arrays. */
export interface RowStreamOptions {
  /** Name of the points' array, column or key, where the file has several. */
  readonly array?: string | undefined;
  /** Name or place of a column of labels, which is no part of the vectors. */
  readonly labelColumn?: string | number | undefined;
  /** Whether the first line of a table is a header. Default: what it holds decides. */
  readonly header?: boolean | undefined;
  /** What becomes of missing numbers (NaN). Default: `error`. `mean` reads the file once more. */
  readonly missing?: MissingRule | undefined;
  /** Called with what was guessed or filled in, a line each. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Bytes of values that are held at a time. */
export const BATCH_BYTES = 8 * 2 ** 20;
