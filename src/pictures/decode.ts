import { FormatError } from '../core/errors.ts';
import { asBytes, type BytesLike } from '../core/given.ts';
import { checkOptions } from '../core/options.ts';
import type { Picture } from '../core/picture.ts';
import { browserDecodes, decodeInBrowser } from './decoders/browser.ts';
import { checkJpegEnd } from './headers/jpeg.ts';
import { checkPngEnd } from './headers/png.ts';
import { maxPixelsOf, readSize } from './size.ts';
import { turn } from './turn.ts';
import type { PictureOptions, PictureSize } from './types.ts';

/**
 * Decodes a JPEG or PNG to upright RGBA: EXIF's orientation is honoured, profiles and gamma are not, of 16
 * bits a sample the higher 8 are taken. In browsers `createImageBitmap` decodes, which loses some of the
 * colours of pixels that are not opaque; elsewhere the packages `@jsquash/jpeg` and `@jsquash/png`,
 * which are loaded when the first picture comes. Decoders differ, most of all by how they enlarge the
 * colours of JPEG.
 *
 * Cost: four bytes a pixel and a decoder's copies; about 20 ms a million pixels.
 *
 * @param given - the file's bytes: a buffer, or a view of any type of one.
 * @throws FormatError as {@link pictureSize} does, and for files that are cut short or damaged.
 * InvalidArgumentError for more pixels than allowed. BackendError where a package is missing.
 */
export async function decodePicture(
  given: BytesLike,
  options: PictureOptions = {},
): Promise<Picture> {
  const bytes = asBytes('bytes', given);
  checkOptions('decodePicture', options, { maxPixels: 1 });
  const size = readSize(bytes, maxPixelsOf(options));
  if (size.format === 'jpeg') checkJpegEnd(bytes);
  else checkPngEnd(bytes);
  const picture = turn(await decodeStored(bytes, size), size.orientation);
  if (picture.width !== size.width || picture.height !== size.height) {
    throw new FormatError('the picture has another size than its header says', 0);
  }
  return picture;
}

/** As it is stored, not turned. */
async function decodeStored(bytes: Uint8Array, size: PictureSize): Promise<Picture> {
  if (browserDecodes()) return decodeInBrowser(bytes, size);
  const { decodeByPackage } = await import('./decoders/packages.ts');
  return decodeByPackage(bytes, size);
}
