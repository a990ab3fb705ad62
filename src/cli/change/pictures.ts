import { changeIndexFile, idsOfIndexFile } from '../../node/index-file/append.ts';
import { checkedAddition, checkedRemoval } from '../../search/hash-index/journal/checked-change.ts';
import { UsageError } from '../errors.ts';
import type { PictureArguments } from '../options/pictures.ts';
import { readPictures } from '../pictures/read-pictures.ts';
import { type PictureMetadata, settingsOfIndex } from '../pictures/settings.ts';
import { startKernels } from '../start-kernels.ts';
import type { WorkTools } from '../work.ts';

/** Options of `add` and `upsert` that mean nothing to pictures, whose ids are their paths. */
const MEANINGLESS = ['ids', 'idColumn', 'fields', 'array', 'labelColumn'] as const;

/** Options of both, as far as pictures take or refuse them. */
export interface PictureChange
  extends Partial<Record<(typeof MEANINGLESS)[number], unknown>>,
    Pick<PictureArguments, 'strict' | 'threads'> {}

/**
 * Describes pictures as those of an index were, and adds them to it. `add` looks at none whose id is there;
 * `upsert` describes all, and replaces what is there.
 */
export async function changePictures(
  kind: 'add' | 'upsert',
  file: string,
  path: string,
  own: PictureMetadata,
  options: PictureChange,
  tools: WorkTools,
) {
  const stray = MEANINGLESS.find((name) => options[name] !== undefined);
  if (stray) {
    const flag = stray.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new UsageError(`--${flag} is for vectors: the ids of pictures are their paths`);
  }
  const settings = settingsOfIndex(file, own, {});
  const there = await idsOfIndexFile(file);
  const isKnown = kind === 'add' ? (id: string) => there.has(id) : undefined;
  const kernels = await startKernels('auto', tools.progress);
  const { points, ids, broken, known } = await readPictures(path, {
    ...{ kernels, settings, options, ...tools },
    ...(isKnown && { isKnown }),
  });
  tools.signal.throwIfAborted();
  tools.progress.update(`writing ${file}`, 1);
  const changed = await changeIndexFile(file, (index) =>
    ids.length === 0
      ? checkedRemoval(index, [])
      : checkedAddition(kind, index, points, ids, undefined),
  );
  return { ...changed, broken, known };
}
