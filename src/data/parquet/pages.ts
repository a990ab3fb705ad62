import type { PageHeader } from 'hyparquet';
import { crc32 } from '../../core/crc32.ts';
import { FormatError } from '../../core/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { loadPackage } from '../load-package.ts';
import { type ParquetFooter, wholeNumber } from './footer.ts';
import type { ParquetLeaf } from './schema.ts';
import { walkThrift } from './thrift.ts';

/** A page of a column as it lies in the file. */
export interface RawPage {
  readonly header: PageHeader;
  readonly bytes: Uint8Array;
  readonly codec: string;
  /** Where in the file its bytes begin. */
  readonly at: number;
}

/** Page headers are some dozens of bytes, or hundreds with statistics of long texts. */
const HEADER_BYTES = 2 ** 16;
/** Writers make pages of about 1 MiB. */
const MAX_PAGE_BYTES = 2 ** 29;

/**
 * The pages of a column in one row group, one after another. Only one is held at a time.
 *
 * @throws FormatError with the byte offset: damage, or a checksum that is wrong.
 */
export async function* rawPages(
  source: ByteSource,
  { metadata }: ParquetFooter,
  leaf: ParquetLeaf,
  group: number,
): AsyncGenerator<RawPage> {
  const { parquetHeader } = await loadPackage('hyparquet', () => import('hyparquet/src/column.js'));
  const { start, end, codec } = chunkOf(source, metadata, leaf, group);
  for (let at = start; at < end; ) {
    const head = await source.read(at, Math.min(at + HEADER_BYTES, end));
    const length = walkThrift(head, 0, at);
    const from = at + length;
    const { header, size } = inLibrary(at, () => {
      const copy = new Uint8Array(head.subarray(0, length));
      const header = parquetHeader({ view: new DataView(copy.buffer), offset: 0 });
      const size = wholeNumber(header.compressed_page_size, 'the size of a page');
      const unpacked = wholeNumber(header.uncompressed_page_size, 'the size of a page');
      if (from + size > end || unpacked > MAX_PAGE_BYTES) {
        throw new FormatError(`a page of ${size} bytes, ${unpacked} unpacked, can't be`);
      }
      // The library takes a number of any width for what it should be.
      return { header: { ...header, uncompressed_page_size: unpacked }, size };
    });
    const bytes = await source.read(from, from + size);
    if (header.crc !== undefined && crc32(bytes) !== Number(header.crc) >>> 0) {
      throw new FormatError('a page is damaged: its checksum is wrong', from);
    }
    yield { header, bytes, codec, at: from };
    at = from + size;
  }
}

/** Where the pages of a column in a row group lie. */
export function chunkOf(
  source: ByteSource,
  metadata: ParquetFooter['metadata'],
  leaf: ParquetLeaf,
  group: number,
) {
  // Where the metadata itself is: at the end.
  const place = source.length - 8 - metadata.metadata_length;
  return inLibrary(place, () => {
    const meta = metadata.row_groups[group].columns[leaf.index].meta_data;
    if (!meta) throw new FormatError('the metadata of a column chunk is missing');
    const size = wholeNumber(meta.total_compressed_size, 'the size of a column chunk');
    const data = wholeNumber(meta.data_page_offset, 'the place of a column chunk');
    const dictionary = wholeNumber(meta.dictionary_page_offset ?? 0n, 'the place of a dictionary');
    const start = dictionary > 0 && dictionary < data ? dictionary : data;
    const end = start + size;
    if (end > source.length) {
      throw new FormatError(`a column chunk from ${start} to ${end} lies outside the file`);
    }
    return { start, end, codec: String(meta.codec) };
  });
}

/** Runs code of the library, whose errors have no type, or ours, which may not know the place. */
export function inLibrary<T>(at: number, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof FormatError && cause.offset !== undefined) throw cause;
    const reason = cause instanceof FormatError ? cause.message : "it can't be read";
    throw new FormatError(`in the Parquet file: ${reason}`, at, { cause });
  }
}
