import { FormatError } from '../../core/errors.ts';
import { rowsIn } from './json-document.ts';
import { JsonLinesParser } from './json-lines.ts';
import { JsonRowReader } from './json-rows.ts';
import { isJson, parseJson } from './json-text.ts';
import {
  arraysOf,
  checkTextLength,
  type ReadRows,
  RowStore,
  readRows,
  type TableOptions,
} from './row-parser.ts';

/** Bytes of a document, which is parsed as one. Lines of JSON may go on for ever. */
const MAX_BYTES = 2 ** 28;

/**
 * Reads a JSON document, pretty or not: arrays of arrays, arrays of objects, objects of columns, and
 * the answers of embeddings APIs (OpenAI, Cohere, Ollama and those like them), in the order of
 * `index` where rows have one. What is no document may be lines of JSON.
 *
 * @throws FormatError with line and column; InvalidArgumentError if several lists may be meant.
 */
export function readJson(bytes: Uint8Array, options: TableOptions, maxBytes: number): ReadRows {
  checkTextLength(bytes, maxBytes);
  if (bytes.length > MAX_BYTES) {
    throw new FormatError(
      `a JSON document of ${bytes.length} bytes is too long: write JSON lines, a vector a line`,
      0,
    );
  }
  const text = decode(bytes);
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  if (firstLine.length < text.trimEnd().length && isJson(firstLine)) {
    return readRows(bytes, new JsonLinesParser(options), maxBytes);
  }
  const store = new RowStore();
  const reader = new JsonRowReader(options, store);
  const rows = rowsIn(parseJson(text, 0, 1), options.pointsColumn).map((value, i) => {
    return { value, place: `item ${i + 1}`, at: 0 };
  });
  if (rows.length === 0) throw new FormatError('the document holds no rows', 0);
  reader.start(rows);
  for (const row of rows) reader.add(row);
  return arraysOf(store.take(), reader.layout);
}

function decode(bytes: Uint8Array): string {
  try {
    // TextDecoder does not take views of a SharedArrayBuffer.
    return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes));
  } catch (cause) {
    throw new FormatError('the text is not UTF-8: save it as UTF-8', 0, { cause });
  }
}
