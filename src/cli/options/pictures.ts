import { Option } from 'commander';
import { DESCRIPTORS, type DescriptorName } from '../../descriptors/names.ts';
import { threadsOption } from './common.ts';
import { whole } from './values.ts';

// How pictures become vectors.

/** These options as commander parsed them. */
export interface PictureArguments {
  readonly descriptor?: DescriptorName;
  readonly side?: number;
  readonly cell?: number;
  readonly strict?: boolean;
  readonly threads?: number;
}

/** The value of `--labels` that takes classes from folders of pictures. */
export const FOLDERS = 'folders';

/** The options of a descriptor. */
export function descriptorOptions(): Option[] {
  return [
    new Option(
      '--descriptor <name>',
      'pictures: how they become vectors (default: "gist+hog")',
    ).choices([...DESCRIPTORS]),
    new Option('--side <n>', 'pictures: shrunk to n x n pixels first (default: 64)').argParser(
      whole(8, 1024),
    ),
    new Option(
      '--cell <n>',
      'pictures: pixels along a cell of HOG (default: by the side)',
    ).argParser(whole(1, 512)),
    strictOption(),
  ];
}

/** Whether a broken picture ends all. */
export function strictOption(): Option {
  return new Option('--strict', 'pictures: end on the first that is broken, instead of naming it');
}

/** Threads that decode and describe; without the option there are two. */
export function pictureThreadsOption(): Option {
  const option = threadsOption('threads that decode and describe pictures (default: 2)');
  option.default(undefined);
  return option;
}
