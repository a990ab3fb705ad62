import {
  addToIndexFile,
  type ChangedIndexFile,
  upsertInIndexFile,
} from '../../node/index-file/append.ts';
import { readBaseHeader } from '../../node/index-file/base-file.ts';
import { checkEntryOptions, entriesOf, readsFields } from '../entries.ts';
import { UsageError } from '../errors.ts';
import type { EntryArguments } from '../options/entries.ts';
import type { PictureArguments } from '../options/pictures.ts';
import { type TableArguments, tableOptions } from '../options/table.ts';
import { count } from '../output/count.ts';
import { printResult } from '../output/print-result.ts';
import { printable } from '../output/printable.ts';
import { isOfPictures } from '../pictures/is-of-pictures.ts';
import { pictureMetadata } from '../pictures/settings.ts';
import { readVectors } from '../read-vectors.ts';
import { runWork, type WorkTools } from '../work.ts';
import { changedJson, changedText, foldIfGrown } from './changed.ts';
import { changePictures } from './pictures.ts';

/** Options as commander parsed them. */
export interface AddOptions
  extends TableArguments,
    EntryArguments,
    Pick<PictureArguments, 'strict' | 'threads'> {
  readonly json?: boolean;
}

export async function runAddCommand(
  kind: 'add' | 'upsert',
  file: string,
  data: string,
  options: AddOptions,
): Promise<void> {
  const started = performance.now();
  checkEntryOptions(options);
  let kept = `${file} is as it was before`;
  const made = await runWork(
    async (tools) => {
      const changed = await change(kind, file, data, options, tools);
      kept = `the vectors are in ${file}`;
      return { ...changed, folded: await foldIfGrown(file, changed, tools) };
    },
    () => kept,
  );
  const { ids, replaced, broken, known } = made;
  const seconds = (performance.now() - started) / 1000;
  const added = ids.length - replaced;
  const pictured = known === undefined ? {} : { known, broken };
  const about = { added, ...(kind === 'upsert' && { replaced }), ...pictured };
  printResult(options.json, { ...about, ...changedJson(file, made), seconds }, () => {
    const replacing = kind === 'upsert' ? ` and replaced ${count(replaced)}` : '';
    const also = known ? `${replacing} (${count(known, 'picture')} there already)` : replacing;
    const what = known === undefined ? 'vector' : 'picture';
    return `Added ${count(added, what)}${also}: ${printable(file)} ${changedText(made, seconds)}`;
  });
}

async function change(
  kind: 'add' | 'upsert',
  file: string,
  data: string,
  options: AddOptions,
  tools: WorkTools,
): Promise<ChangedIndexFile & Partial<Pictured>> {
  const { progress, signal } = tools;
  progress.update(`reading ${data}`, 0);
  const { metadata } = await readBaseHeader(file);
  const pictures = pictureMetadata(metadata);
  if (await isOfPictures(data, options)) {
    if (pictures) return changePictures(kind, file, data, pictures, options, tools);
    throw new UsageError(`${file} was not made of pictures: describe ${data} first`);
  }
  const own = { ...ownOptions(metadata, options), ...options };
  const reading = { ...tableOptions(options, progress), readFields: readsFields(own) };
  const vectors = await readVectors(data, { ...reading, labels: false }, 'none');
  const { ids, documents } = await entriesOf(data, vectors, own);
  signal.throwIfAborted();
  progress.update(`writing ${file}`, 1);
  if (kind === 'add') return addToIndexFile(file, vectors.points, ids, documents);
  if (ids === undefined) {
    throw new UsageError('upsert needs ids: give --id-column, or their file with --ids');
  }
  return upsertInIndexFile(file, vectors.points, ids, documents);
}

/** What there is to say of pictures. */
interface Pictured {
  readonly broken: readonly string[];
  /** Those that were there already. */
  readonly known: number;
}

/** What `hashplane index` was told of the same kind of data. */
function ownOptions(
  { idColumn, fields }: Readonly<Record<string, unknown>>,
  options: AddOptions,
): EntryArguments {
  const isNamed = options.ids !== undefined || typeof idColumn !== 'string';
  const isChosen = options.documents === false || !Array.isArray(fields);
  return {
    ...(isNamed ? {} : { idColumn }),
    ...(isChosen ? {} : { fields: fields.filter((name) => typeof name === 'string') }),
  };
}
