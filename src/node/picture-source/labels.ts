import { InvalidArgumentError } from '../../core/errors.ts';
import { numberTexts } from '../../data/dataset/choose-arrays.ts';

/**
 * The classes that folders make: each picture is of the class of the first folder that tells pictures
 * apart, so that a folder around all of them is passed over. Numbers follow the names' order.
 *
 * @param ids - paths with `/`.
 * @throws InvalidArgumentError for a picture that is in no such folder, and a single class.
 */
export function folderLabels(ids: readonly string[]): { labels: Int32Array; names: string[] } {
  const folders = ids.map((id) => id.split('/').slice(0, -1));
  let depth = 0;
  const [first = []] = folders;
  while (depth < first.length && folders.every((own) => own[depth] === first[depth])) depth++;
  const bare = folders.findIndex((own) => own.length <= depth);
  if (bare !== -1) {
    const where = depth === 0 ? 'no folder' : `no folder below ${first.slice(0, depth).join('/')}`;
    throw new InvalidArgumentError(
      `--labels folders takes classes from folders, but ${ids[bare]} is in ${where}`,
    );
  }
  return numberTexts(folders.map((own) => own[depth]));
}
