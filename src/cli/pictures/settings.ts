import { InvalidArgumentError } from '../../core/errors.ts';
import { completeSettings, type DescriptorSettings } from '../../descriptors/settings.ts';
import { UsageError } from '../errors.ts';
import type { PictureArguments } from '../options/pictures.ts';

/** What an index of pictures remembers of them. */
export interface PictureMetadata extends DescriptorSettings {
  /** Where the pictures are, seen from the folder of the index, with `/`. */
  readonly from: string;
}

/** The settings that options ask for, with their defaults. @throws UsageError for such as can't be. */
export function settingsFrom({ descriptor, side, cell }: PictureArguments): DescriptorSettings {
  try {
    return completeSettings({ descriptor, side, cell });
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

/** How pictures become vectors, in words. */
export function settingsText({ descriptor, side, cell }: DescriptorSettings): string {
  const cells = descriptor === 'gist' ? '' : `, cells of ${cell}`;
  return `${descriptor} of ${side} x ${side} pixels${cells}`;
}

/** What an index remembers of its pictures; undefined for one of other vectors. */
export function pictureMetadata(
  metadata: Readonly<Record<string, unknown>>,
): PictureMetadata | undefined {
  const { pictures } = metadata;
  if (typeof pictures !== 'object' || pictures === null) return undefined;
  const { from, ...settings } = pictures as PictureMetadata;
  return { ...completeSettings(settings), from: String(from ?? '') };
}

/** The settings of an index. @throws UsageError for options that contradict them. */
export function settingsOfIndex(
  file: string,
  own: PictureMetadata,
  given: PictureArguments,
): DescriptorSettings {
  const { descriptor, side, cell } = own;
  const stray = (['descriptor', 'side', 'cell'] as const).find(
    (name) => given[name] !== undefined && given[name] !== own[name],
  );
  if (stray === undefined) return { descriptor, side, cell };
  throw new UsageError(
    `${file} was made with --${stray} ${own[stray]}, not ${given[stray]}: leave out --${stray}`,
  );
}
