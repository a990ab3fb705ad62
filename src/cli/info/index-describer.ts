import { existsSync } from 'node:fs';
import type { ArrayDescription } from '../../data/arrays/describe-array.ts';
import { readBaseFile } from '../../node/index-file/base-file.ts';
import { IdsOfIndex } from '../../node/index-file/ids-of-index.ts';
import { journalPath, targetOf } from '../../node/index-file/paths.ts';
import { baseName, readJournalNamesOf } from '../../node/index-file/read.ts';
import { isIndex } from '../../search/hash-index/file/container.ts';
import { describeIndex } from '../../search/hash-index/file/describe.ts';
import { pictureMetadata, settingsText } from '../pictures/settings.ts';
import type { Describer } from './description.ts';

/** Indexes that `hashplane index` and `HashIndex.save` write. */
export const INDEX_DESCRIBER: Describer = {
  knows: isIndex,
  async describe(bytes, path) {
    const described = describeIndex(bytes);
    const { format, version, metric, keepVectors, codes, size, dimensions, bits } = described;
    const array = (name: string, shape: number[], dtype: string): ArrayDescription => {
      return { name, shape, dtype, min: null, max: null, mean: null };
    };
    const { source, method, classes } = described.metadata;
    const about: Record<string, string> = { version: String(version), metric, codes };
    if (typeof method === 'string') about.method = method;
    if (typeof source === 'string') about.source = source;
    const pictures = pictureMetadata(described.metadata);
    if (pictures) about.pictures = settingsText(pictures);
    if (Array.isArray(classes)) about.classes = String(classes.length);
    const { documents, fields } = described;
    if (documents > 0) about.documents = documents.toLocaleString('en-US');
    if (fields.length > 0) {
      about.fields = fields.map(({ name, kind }) => `${name} (${kind})`).join(', ');
    }
    const journal = await journalOf(path, bytes);
    if (journal) about.journal = journal.text;
    if (journal?.size != null)
      about.vectors = `${journal.size.toLocaleString('en-US')} with the journal`;
    return {
      format,
      metadata: about,
      arrays: [
        ...bits.map((own, table) => {
          const name = codes === 'hamming' ? `codes of table ${table}` : 'codes';
          return array(name, [size, own], 'bits');
        }),
        ...(keepVectors ? [array('vectors', [size, dimensions], keepVectors)] : []),
      ],
    };
  },
};

/** What lies beside an index, of which the arrays say nothing. */
interface Journal {
  readonly text: string;
  /** Vectors in the index with it; null if it is of another file. */
  readonly size: number | null;
}

/** Null if nothing lies beside an index. */
async function journalOf(path: string, bytes: Uint8Array): Promise<Journal | null> {
  const target = await targetOf(path);
  const own = journalPath(target);
  if (!existsSync(own)) return null;
  const journal = await readJournalNamesOf(target, baseName(bytes, bytes.length));
  if (journal === null) {
    return { text: 'of an older file in this place: it is passed over', size: null };
  }
  const { size } = new IdsOfIndex(await readBaseFile(target), journal.records);
  const count = (kind: string) =>
    journal.records.reduce((sum, own) => sum + (own.kind === kind ? own.ids.length : 0), 0);
  const counts = [
    [count('add'), 'added'],
    [count('upsert'), 'added or replaced'],
    [count('remove'), 'removed'],
  ].filter(([number]) => number !== 0);
  const shown = counts.map(([number, what]) => `${number.toLocaleString('en-US')} ${what}`);
  const torn = journal.torn > 0 ? ', and one that was never finished' : '';
  const all = shown.length > 0 ? shown.join(', ') : 'nothing yet';
  const text = `vectors since: ${all}${torn} (${journal.end.toLocaleString('en-US')} bytes)`;
  return { text, size };
}
