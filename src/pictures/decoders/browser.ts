import { BackendError, FormatError } from '../../core/errors.ts';
import type { Picture } from '../../core/picture.ts';
import { withoutJpegOrientation } from '../headers/jpeg.ts';
import { withoutPngOrientation } from '../headers/png.ts';
import type { PictureSize } from '../types.ts';

/** Whether the host decodes pictures itself, as browsers do. */
export function browserDecodes(): boolean {
  return typeof createImageBitmap === 'function' && typeof OffscreenCanvas === 'function';
}

/**
 * Decodes by the browser. It would turn by EXIF whatever it is told, and by `eXIf` of PNG or not: so it
 * sees neither.
 */
export async function decodeInBrowser(
  bytes: Uint8Array,
  { format, orientation }: PictureSize,
): Promise<Picture> {
  const upright = format === 'jpeg' ? withoutJpegOrientation : withoutPngOrientation;
  const shown = orientation === 1 ? new Uint8Array(bytes) : upright(bytes);
  const blob = new Blob([shown as Uint8Array<ArrayBuffer>], { type: `image/${format}` });
  const bitmap = await bitmapOf(blob);
  try {
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d', {
      willReadFrequently: true,
    });
    if (!context) throw new BackendError('this browser draws on no OffscreenCanvas');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    return { width, height, data };
  } finally {
    bitmap.close();
  }
}

async function bitmapOf(blob: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob, {
      colorSpaceConversion: 'none',
      premultiplyAlpha: 'none',
    });
  } catch (cause) {
    throw new FormatError('the picture is damaged', 0, { cause });
  }
}
