import type { ByteSink } from './byte-sink.ts';
import type { CopyColumn, ScalarType, ScalarValue } from './columns.ts';
import { float16Bits } from './float16.ts';
import { checkScalar } from './scalars.ts';

/** PGCOPY, a byte that no text conversion leaves, no flags, no extension. */
const HEADER = Uint8Array.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', (sign) => sign.charCodeAt(0));
const END = -1;
const NULL = -1;
const FLOAT4_OID = 700;

/** Writes the value of a row. */
type Write = (row: number) => void;

/**
 * Rows as `COPY ... WITH (FORMAT binary)` reads them: a header, tuples of fields with their lengths before
 * them, an end (PostgreSQL's page of COPY, "Binary Format"; the fields as the types' receive functions
 * read them).
 */
export const binaryRows = {
  begin: (sink: ByteSink): void => sink.raw(HEADER),
  rows(sink: ByteSink, columns: readonly CopyColumn[]): Write {
    const writers = columns.map((column) => writer(sink, column));
    return (row) => {
      sink.int16(writers.length);
      for (const write of writers) write(row);
    };
  },
  end: (sink: ByteSink): void => sink.int16(END),
};

function writer(sink: ByteSink, column: CopyColumn): Write {
  switch (column.type) {
    case 'bit': {
      const bytes = column.values.toBytes('big');
      return bitWriter(sink, bytes, column.values.bits);
    }
    case 'vector':
      return vectorWriter(sink, column.values.data, column.values.cols, 4, (x) => sink.float32(x));
    case 'halfvec':
      return vectorWriter(sink, column.values.data, column.values.cols, 2, (x) =>
        sink.int16(float16Bits(x)),
      );
    case 'float4[]':
      return arrayWriter(sink, column.values.data, column.values.cols);
    default:
      return scalarWriter(sink, column.type, column.values);
  }
}

function bitWriter(sink: ByteSink, bytes: Uint8Array, bits: number): Write {
  const length = (bits + 7) >>> 3;
  return (row) => {
    sink.int32(4 + length);
    sink.int32(bits);
    sink.raw(bytes.subarray(row * length, (row + 1) * length));
  };
}

/** Of pgvector: the number of dimensions, an unused word, the values. */
function vectorWriter(
  sink: ByteSink,
  data: Float32Array,
  cols: number,
  bytesEach: number,
  write: (value: number) => void,
): Write {
  return (row) => {
    sink.int32(4 + cols * bytesEach);
    sink.int16(cols);
    sink.int16(0);
    for (let i = row * cols; i < (row + 1) * cols; i++) write(data[i]);
  };
}

/** One dimension that begins at 1, no nulls; each value with its length. */
function arrayWriter(sink: ByteSink, data: Float32Array, cols: number): Write {
  return (row) => {
    sink.int32(20 + cols * 8);
    for (const word of [1, 0, FLOAT4_OID, cols, 1]) sink.int32(word);
    for (let i = row * cols; i < (row + 1) * cols; i++) {
      sink.int32(4);
      sink.float32(data[i]);
    }
  };
}

function scalarWriter(sink: ByteSink, type: ScalarType, values: ArrayLike<ScalarValue>): Write {
  const write = scalar(sink, type);
  return (row) => {
    const value = values[row] ?? null;
    if (value === null) return sink.int32(NULL);
    checkScalar(type, value, row);
    write(value as never);
  };
}

function scalar(sink: ByteSink, type: ScalarType): (value: never) => void {
  switch (type) {
    case 'bigint':
      return fixed(sink, 8, (value: number | bigint) => sink.int64(value));
    case 'int4':
      return fixed(sink, 4, (value: number) => sink.int32(value));
    case 'int2':
      return fixed(sink, 2, (value: number) => sink.int16(value));
    case 'float4':
      return fixed(sink, 4, (value: number) => sink.float32(value));
    case 'float8':
      return fixed(sink, 8, (value: number) => sink.float64(value));
    case 'boolean':
      return fixed(sink, 1, (value: boolean) => sink.byte(value ? 1 : 0));
    case 'bytea':
      return (value: Uint8Array) => sink.counted(() => sink.raw(value));
    case 'jsonb':
      return (value: string) =>
        sink.counted(() => {
          // The version of the format.
          sink.byte(1);
          sink.text(value);
        });
    default:
      return (value: string) => sink.counted(() => sink.text(value));
  }
}

function fixed<T>(sink: ByteSink, length: number, write: (value: T) => void): (value: T) => void {
  return (value) => {
    sink.int32(length);
    write(value);
  };
}
