import { FormatError } from '../../core/errors.ts';
import { Matrix } from '../../core/matrix.ts';
import { Word2vecParser } from '../../data/binary/word2vec.ts';
import { extensionOf } from '../../data/detect.ts';
import { CsvParser } from '../../data/text/csv.ts';
import { JsonLinesParser } from '../../data/text/json-lines.ts';
import type { RowParser, TableOptions } from '../../data/text/row-parser.ts';
import { WordVectorsParser } from '../../data/text/word-vectors.ts';
import type { FileSource } from '../file-source.ts';

/** Bytes of text that are parsed at a time. */
const PIECE_BYTES = 2 ** 20;

/** Makes a parser for a file, which starts at its beginning. */
type MakeParser = (options: TableOptions, path: string) => RowParser;

/** The formats that parsers read piece by piece. */
export const ROW_PARSERS = {
  csv: (options, path) => new CsvParser(options, extensionOf(path) === 'tsv' ? '\t' : undefined),
  jsonl: (options) => new JsonLinesParser(options),
  'word-vectors': (options) => new WordVectorsParser(options),
  word2vec: (options) => new Word2vecParser(options),
} as const satisfies Record<string, MakeParser>;

export type ParsedFormat = keyof typeof ROW_PARSERS;

/** The rows of such a file, and at which byte it is after each batch. */
export async function* readTextRows(source: FileSource, parser: RowParser) {
  for (let at = 0; at < source.length; at += PIECE_BYTES) {
    const end = Math.min(at + PIECE_BYTES, source.length);
    parser.push(await source.read(at, end));
    if (end === source.length) parser.end();
    const { rows, values } = parser.take();
    const { cols } = parser.layout;
    if (cols === 0) throw new FormatError('the file holds no vectors, only labels', 0);
    if (rows > 0 && cols)
      yield { points: new Matrix(new Float32Array(values), rows, cols), at: end };
  }
}
