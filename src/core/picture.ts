import { checkWhole, refuse, show } from './checks.ts';
import { InvalidArgumentError } from './errors.ts';

/** Pixels that a picture may have: sums over all of them are exact. */
export const MAX_PIXELS = 2 ** 27;

/** A decoded picture. An `ImageData` is one. */
export interface Picture {
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /**
   * width x height pixels, row by row from the top left, each red, green, blue and alpha from 0 to
   * 255, colours not multiplied by alpha.
   */
  readonly data: Uint8ClampedArray | Uint8Array;
}

/**
 * Throws unless `picture` is one.
 *
 * @param name - which it is, for the message.
 */
export function checkPicture(name: string, picture: Picture): void {
  if (typeof picture !== 'object' || picture === null) {
    refuse(name, 'a picture: { width, height, data }', picture);
  }
  const { width, height, data } = picture;
  checkWhole(`the width of ${name}`, width, 1, MAX_PIXELS);
  checkWhole(`the height of ${name}`, height, 1, MAX_PIXELS);
  if (width * height > MAX_PIXELS) {
    throw new InvalidArgumentError(
      `${name} may have 2^27 pixels, not ${width} x ${height}: make it smaller first`,
    );
  }
  const length = 4 * width * height;
  const isBytes = data instanceof Uint8ClampedArray || data instanceof Uint8Array;
  if (isBytes && data.length === length) return;
  throw new InvalidArgumentError(
    `the data of ${name} must be ${length} bytes, RGBA of ${width} x ${height} pixels, not ` +
      `${isBytes ? `${data.length}` : show(data)}`,
  );
}
