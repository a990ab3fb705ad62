import { InvalidArgumentError } from '../../core/errors.ts';
import { Matrix } from '../../core/matrix.ts';
import type { DescriptorSettings } from '../../descriptors/settings.ts';
import type { Kernels } from '../../kernels/api.ts';
import { folderLabels } from '../../node/picture-source/labels.ts';
import { openPictures } from '../../node/picture-source/open.ts';
import type { PictureSource } from '../../node/picture-source/types.ts';
import { UsageError } from '../errors.ts';
import { FOLDERS, type PictureArguments } from '../options/pictures.ts';
import { count } from '../output/count.ts';
import { printable } from '../output/printable.ts';
import type { VectorsOfFile } from '../read-vectors.ts';
import type { WorkTools } from '../work.ts';
import { BrokenPictures } from './broken.ts';
import { describeInBatches } from './describe-batches.ts';

/** Vectors of pictures, with their ids. */
export interface VectorsOfPictures extends VectorsOfFile {
  readonly ids: readonly string[];
  /** Those that were left out since they are broken. */
  readonly broken: readonly string[];
  /** Those that were passed over since their ids are known. */
  readonly known: number;
}

/** How pictures are read. */
export interface ReadPictures extends WorkTools {
  readonly kernels: Kernels;
  readonly settings: DescriptorSettings;
  readonly options: Pick<PictureArguments, 'strict' | 'threads'> & {
    /** `folders`, or false if there are to be none. */
    readonly labels?: string | false;
  };
  /** Whether a picture need not be described. Default: all are. */
  readonly isKnown?: (id: string) => boolean;
}

/** Opens pictures, and says what is passed over. */
export async function openNoted(
  path: string,
  progress: WorkTools['progress'],
): Promise<PictureSource> {
  progress.update(`looking for pictures in ${path}`, 0);
  const source = await openPictures(path);
  const { passedOver } = source;
  if (passedOver > 0) {
    progress.clear();
    const files = count(passedOver, 'file is', 'files are');
    process.stderr.write(printable(`note: ${files} passed over: no JPEG or PNG by name`));
    process.stderr.write('\n');
  }
  return source;
}

/**
 * All pictures at a path as vectors.
 *
 * @throws InvalidArgumentError if all are broken.
 */
export async function readPictures(
  path: string,
  { kernels, settings, options, isKnown, progress, signal }: ReadPictures,
): Promise<VectorsOfPictures> {
  const source = await openNoted(path, progress);
  const wanted = isKnown ? source.entries.filter(({ id }) => !isKnown(id)) : source.entries;
  const all = labelsOf(source, options.labels);
  const broken = new BrokenPictures(progress);
  const context = { kernels, settings, options, broken, progress, signal };
  let data = new Float32Array();
  let cols = 1;
  const ids: string[] = [];
  for await (const { points: own, places } of describeInBatches(wanted, context)) {
    cols = own.cols;
    // At once for all: nothing is copied twice.
    if (ids.length === 0) data = new Float32Array(wanted.length * cols);
    data.set(own.data, ids.length * cols);
    for (const place of places) ids.push(wanted[place].id);
  }
  // Where others are known, broken ones are no news.
  if (ids.length === 0 && wanted.length === source.entries.length) {
    throw new InvalidArgumentError(`${path}: no picture can be decoded`);
  }
  const points = new Matrix(data.subarray(0, ids.length * cols), ids.length, cols);
  const known = source.entries.length - wanted.length;
  const labels = all && labelsFor(source, ids, all.labels);
  const names = all?.names ?? null;
  const beside = { rows: null, fileRows: points.rows, fields: null };
  return { points, labels, classNames: names, ids, broken: broken.ids, known, ...beside };
}

/** The class of each entry, by its folder or as the source says. */
export function labelsOf(
  { path, kind, entries, labels, classNames }: PictureSource,
  asked: string | false | undefined,
): { labels: Int32Array; names: readonly string[] | null } | null {
  if (asked === false) return null;
  if (labels && asked === undefined) return { labels, names: classNames };
  if (asked === undefined) return null;
  if (asked !== FOLDERS || kind === 'cifar10') {
    const own = kind === 'cifar10' ? 'has its own labels: leave out --labels' : '';
    throw new UsageError(
      `${path} ${own || 'holds pictures: their labels are those of --labels folders'}`,
    );
  }
  return folderLabels(entries.map(({ id }) => id));
}

function labelsFor(
  { entries }: PictureSource,
  ids: readonly string[],
  labels: Int32Array,
): Int32Array {
  const byId = new Map(entries.map(({ id }, place) => [id, labels[place]]));
  return Int32Array.from(ids, (id) => byId.get(id) as number);
}
