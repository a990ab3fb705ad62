import { checkWhole } from '../core/checks.ts';
import { FormatError, InvalidArgumentError } from '../core/errors.ts';
import { asBytes, type BytesLike } from '../core/given.ts';
import { checkOptions } from '../core/options.ts';
import { MAX_PIXELS } from '../core/picture.ts';
import { foreignPicture } from './headers/foreign.ts';
import { isJpeg, readJpegHeader } from './headers/jpeg.ts';
import { isPng, readPngHeader } from './headers/png.ts';
import {
  DEFAULT_MAX_PIXELS,
  MAX_SIDE,
  type PictureFormat,
  type PictureOptions,
  type PictureSize,
} from './types.ts';

/**
 * The format that bytes begin as, by content; null if it is none of those that are decoded.
 *
 * @param given - a file, or its first bytes.
 */
export function pictureFormat(given: BytesLike): PictureFormat | null {
  const bytes = asBytes('bytes', given);
  if (isJpeg(bytes)) return 'jpeg';
  return isPng(bytes) ? 'png' : null;
}

/**
 * What the header of a JPEG or PNG says, without decoding anything: size, orientation, samples. The bytes
 * may be the beginning of a file, as long as its header is whole.
 *
 * Cost: with the header; metadata before it are skipped.
 *
 * @param given - the file's bytes: a buffer, or a view of any type of one.
 * @throws FormatError with the byte offset: a damaged header; a format that is not decoded, by its name
 * (GIF, WebP, AVIF, HEIC...); kinds of JPEG that are not (CMYK, lossless, arithmetically coded...); more
 * than `maxPixels`, or a side of more than 16,384.
 */
export function pictureSize(given: BytesLike, options: PictureOptions = {}): PictureSize {
  const bytes = asBytes('bytes', given);
  checkOptions('pictureSize', options, { maxPixels: 1 });
  return readSize(bytes, maxPixelsOf(options));
}

/** The limit that options set, checked. */
export function maxPixelsOf({ maxPixels = DEFAULT_MAX_PIXELS }: PictureOptions): number {
  checkWhole('maxPixels', maxPixels, 1, MAX_PIXELS);
  return maxPixels;
}

/** {@link pictureSize} of what was checked. */
export function readSize(bytes: Uint8Array, maxPixels: number): PictureSize {
  const size = headerOf(bytes);
  const { width, height } = size;
  if (width * height > maxPixels || Math.max(width, height) > MAX_SIDE) {
    const most = `${maxPixels.toLocaleString('en-US')} pixels and sides of ${MAX_SIDE.toLocaleString('en-US')}`;
    // More than the default is for code to allow; from command lines what is left is to shrink it.
    const canAllow = maxPixels < DEFAULT_MAX_PIXELS && Math.max(width, height) <= MAX_SIDE;
    throw new InvalidArgumentError(
      `the picture has ${width} x ${height} pixels, more than allowed (${most}): ` +
        `shrink it${canAllow ? ', or set maxPixels' : ''}`,
    );
  }
  return size;
}

function headerOf(bytes: Uint8Array): PictureSize {
  if (bytes.length === 0) throw new FormatError('the picture is empty', 0);
  if (isJpeg(bytes)) return readJpegHeader(bytes);
  if (isPng(bytes)) return readPngHeader(bytes);
  const foreign = foreignPicture(bytes);
  const what = foreign ? `${foreign} is not read` : 'it is no picture';
  throw new FormatError(`${what}: JPEG and PNG are`, 0);
}
