import { pause } from '../../core/next-task.ts';
import { type ArrayDescription, describeArray } from '../../data/arrays/describe-array.ts';
import type { FileContents } from '../../data/contents.ts';
import type { FileDescription } from './description.ts';

/** The arrays of a file, described one by one. */
export async function describeContents(
  contents: FileContents,
  signal?: AbortSignal,
): Promise<FileDescription> {
  const arrays: ArrayDescription[] = [];
  // One after another: each may be large.
  for (const array of contents.arrays) {
    await pause(signal);
    arrays.push(await describeArray(array));
  }
  const { gzipped, metadata, notRead } = contents;
  return {
    format: formatOf(contents),
    ...(gzipped && { gzipped }),
    ...(metadata.size > 0 && { metadata: Object.fromEntries(metadata) }),
    arrays,
    ...(notRead && { notRead }),
  };
}

/** Metadata of these formats names what the file is: a model of hashplane, say. */
function formatOf({ format, metadata }: FileContents): string {
  const own = metadata.get('format') ?? '';
  return own.startsWith('hashplane-') ? own : format;
}
