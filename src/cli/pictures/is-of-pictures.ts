import { isPictures } from '../../node/picture-source/open.ts';
import { UsageError } from '../errors.ts';
import type { PictureArguments } from '../options/pictures.ts';

/**
 * Whether what a command is given are pictures: by what is there, or since a descriptor is asked for.
 *
 * @throws UsageError for options of pictures where there are none.
 */
export async function isOfPictures(path: string, options: PictureArguments): Promise<boolean> {
  if (options.descriptor !== undefined || (await isPictures(path))) return true;
  const stray = (['side', 'cell', 'strict'] as const).find((name) => options[name] !== undefined);
  if (stray) throw new UsageError(`--${stray} is for pictures, but ${path} holds vectors`);
  return false;
}
