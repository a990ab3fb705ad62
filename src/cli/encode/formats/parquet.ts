import { importPackage } from '../../import-package.ts';
import { bytesOf, type CodeBatch, type CodeFormat } from './types.ts';

/** What is used of hyparquet-writer, which is no dependency: who writes Parquet installs it. */
interface HyparquetWriter {
  readonly ByteWriter: new () => ByteWriter;
  readonly ParquetWriter: new (
    options: object,
  ) => {
    write(options: object): void | Promise<void>;
    finish(): void | Promise<void>;
  };
}

interface ByteWriter {
  /** Bytes in the buffer. */
  index: number;
  getBytes(): Uint8Array;
}

/** Rows of a row group: pages are searched by these. */
const GROUP_ROWS = 65_536;

/** A column `id` (int64, or text) and a column `code` of packed bytes of fixed length. */
export const parquet: CodeFormat = {
  async write(batches, { write, bits, textIds, order }) {
    const { ByteWriter, ParquetWriter } = await importPackage<HyparquetWriter>(
      'hyparquet-writer',
      '--format parquet',
    );
    const writer = new ByteWriter();
    const flush = async () => {
      await write(writer.getBytes().slice());
      writer.index = 0;
    };
    const id = textIds ? { type: 'BYTE_ARRAY', converted_type: 'UTF8' } : { type: 'INT64' };
    const code = { type: 'FIXED_LEN_BYTE_ARRAY', type_length: (bits + 7) >>> 3 };
    const schema = [
      { name: 'root', num_children: 2 },
      { name: 'id', repetition_type: 'REQUIRED', ...id },
      { name: 'code', repetition_type: 'REQUIRED', ...code },
    ];
    // Codes don't shrink, and every reader knows what is not compressed.
    const file = new ParquetWriter({
      writer,
      schema,
      codec: 'UNCOMPRESSED',
      createdBy: 'hashplane',
    });
    for await (const group of groupsOf(batches)) {
      const codes = group.flatMap((batch) => {
        const bytes = batch.codes.toBytes(order);
        return batch.ids.map((_, i) => bytesOf(bytes, bits, i));
      });
      const ids = group.flatMap(({ ids }): (string | bigint)[] =>
        ids.map((id) => (textIds ? String(id) : BigInt(id))),
      );
      const columnData = [
        { name: 'id', data: ids },
        { name: 'code', data: codes },
      ];
      await file.write({ columnData, rowGroupSize: codes.length });
      await flush();
    }
    await file.finish();
    await flush();
  },
};

/** Batches that make a row group together. */
async function* groupsOf(batches: AsyncIterable<CodeBatch>): AsyncGenerator<CodeBatch[]> {
  let group: CodeBatch[] = [];
  let rows = 0;
  for await (const batch of batches) {
    group.push(batch);
    rows += batch.ids.length;
    if (rows < GROUP_ROWS) continue;
    yield group;
    group = [];
    rows = 0;
  }
  if (rows > 0) yield group;
}
