import { FormatError, InvalidArgumentError } from '../../core/errors.ts';
import { readContents } from '../../data/contents.ts';
import { chooseIds, chooseLabelsAlone } from '../../data/dataset/choose-arrays.ts';
import { detectFormat } from '../../data/detect.ts';
import { inFile } from '../../node/in-file.ts';
import { readFileBytes } from '../../node/read-file.ts';
import type { Id } from '../../search/hash-index/types.ts';
import type { VectorsOfFile } from '../read-vectors.ts';

/**
 * Ids in a file: lines of text, or the only list of a file of arrays. They are numbers if all of them
 * are whole numbers, otherwise texts.
 */
export async function readIds(path: string): Promise<Id[]> {
  const bytes = await readFileBytes(path);
  return inFile(path, async () => {
    const isText = detectFormat(bytes, '') === null || /\.(txt|ids)$/.test(path);
    const texts = isText ? linesOf(bytes) : await arrayOf(bytes, path);
    const isNumbers = texts.every((text) => /^-?\d{1,15}$/.test(text));
    return isNumbers ? texts.map(Number) : texts;
  });
}

async function arrayOf(bytes: Uint8Array, name: string): Promise<string[]> {
  const { arrays } = await readContents(bytes, { name });
  const list = chooseIds(arrays) ?? chooseLabelsAlone(arrays);
  if (list.readTexts) return list.readTexts();
  const { values } = await list.read();
  return Array.from(values as ArrayLike<number | bigint>, (value, i) => {
    if (typeof value === 'bigint' || Number.isInteger(value)) return String(value);
    throw new InvalidArgumentError(`ids must be whole numbers or texts, but id ${i} is ${value}`);
  });
}

/**
 * The id of each vector: as given, or the word that names it. Where rows were left out, the others
 * keep the ids that they have in the file.
 */
export function idsOfRows(
  { ids: words, rows, fileRows }: VectorsOfFile,
  given: readonly Id[] | undefined,
): readonly Id[] | undefined {
  const ids = given ?? words ?? undefined;
  if (ids === undefined) return rows ? Array.from(rows) : undefined;
  if (ids.length !== fileRows) {
    throw new InvalidArgumentError(
      `--ids must name each vector, but there are ${ids.length} ids for ${fileRows} vectors`,
    );
  }
  return rows ? Array.from(rows, (row) => ids[row]) : ids;
}

function linesOf(bytes: Uint8Array): string[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.replace(/\r?\n$/, '').split(/\r?\n/);
  } catch (cause) {
    throw new FormatError('ids must be lines of UTF-8 text, or an array', undefined, { cause });
  }
}
