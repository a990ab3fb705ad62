import { InvalidArgumentError } from '../../../core/errors.ts';
import { pause } from '../../../core/next-task.ts';
import { HashIndex } from '../../../search/hash-index/hash-index.ts';
import { deleteFromIndexedDB, writeToIndexedDB } from '../../../search/hash-index/indexed-db.ts';
import type { LabDataset } from '../dataset.ts';
import type { ReadingProgress } from '../files.ts';
import { type KeptIndex, listKept, readKept, removeKept, writeKept } from '../kept-store.ts';
import type { LabState } from '../lab.ts';
import { shownRow } from '../shown-rows.ts';
import { packThumbnail, type Thumbnail } from '../thumbnail.ts';
import type { CallContext } from './call-context.ts';
import { type LoadedResult, load } from './own-data.ts';

/** What lies beside each vector of a kept index. */
export interface KeptDocument {
  readonly id: string;
  readonly label: number | null;
  readonly className: string | null;
  readonly picture: Thumbnail;
}

/** Rows that are added in one go. */
const BATCH_ROWS = 2000;
/** Beyond so many values an index keeps them as 8 bits each. */
const FLOAT_VALUES = 2 ** 24;
const EXAMPLES = 24;

/** Makes an index of the present dataset, and keeps it in the browser with the files that it came from. */
export async function keep(
  lab: LabState,
  _: null,
  { report, signal }: CallContext<{ done: number; total: number }>,
): Promise<KeptIndex> {
  const dataset = await lab.dataset;
  const { files } = lab;
  if (!files)
    throw new InvalidArgumentError('the bundled images come with the page: load a file first');
  const { rows, cols } = dataset.points;
  const isRounded = rows * cols > FLOAT_VALUES;
  const index = HashIndex.create<KeptDocument>({
    kernels: lab.kernels,
    keepVectors: isRounded ? 'int8' : 'float32',
    onWarning: () => {},
  });
  try {
    for (let from = 0; from < rows; from += BATCH_ROWS) {
      await pause(signal);
      const to = Math.min(rows, from + BATCH_ROWS);
      const documents = Array.from({ length: to - from }, (_, i) => documentOf(dataset, from + i));
      index.add(dataset.points.slice(from, to), undefined, documents);
      report({ done: to, total: rows });
    }
    await pause(signal);
    const bytes = index.save();
    const name = nameOf(dataset.name);
    await writeToIndexedDB(name, bytes, {}, signal);
    const kept: KeptIndex = {
      name,
      title: dataset.name,
      date: Date.now(),
      bytes: bytes.length + files.points.size + (files.labels?.size ?? 0),
      rows,
      dimensions: cols,
      isRounded,
      examples: examplesOf(dataset),
    };
    await writeKept({ ...kept, files });
    return kept;
  } finally {
    index.dispose();
  }
}

export function kept(): Promise<KeptIndex[]> {
  return listKept();
}

/** Forgets an index and the files that were kept with it. */
export async function forget(_lab: LabState, { name }: { name: string }): Promise<null> {
  await deleteFromIndexedDB(name);
  await removeKept(name);
  return null;
}

/** Reads the files of a kept index again, for all views. */
export async function reopen(
  lab: LabState,
  { name }: { name: string },
  context: CallContext<ReadingProgress>,
): Promise<LoadedResult> {
  const entry = await readKept(name);
  if (!entry)
    throw new InvalidArgumentError(`${name} is not kept here any more: load its file again`);
  return load(lab, entry.files, context);
}

function nameOf(title: string): string {
  return `demo: ${title}`;
}

function documentOf(dataset: LabDataset, row: number): KeptDocument {
  const { id, label, className, picture } = shownRow(dataset, row);
  return { id, label, className, picture: packThumbnail(picture) };
}

function examplesOf(dataset: LabDataset): KeptIndex['examples'] {
  const { points } = dataset;
  const count = Math.min(EXAMPLES, points.rows);
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor((i * points.rows) / count);
    return { row: shownRow(dataset, row), vector: points.row(row).slice() };
  });
}
