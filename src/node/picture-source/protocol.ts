import type { Picture } from '../../core/picture.ts';
import type { SentError } from '../../workers/error-transport.ts';

/** What a thread that decodes is told. */
export interface ToDecoder {
  readonly task: number;
  readonly bytes: Uint8Array;
  readonly maxPixels: number | undefined;
}

/** What it answers. */
export type FromDecoder =
  | { readonly task: number; readonly picture: Picture }
  | { readonly task: number; readonly error: SentError };
