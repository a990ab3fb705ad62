import type { ByteSink } from './byte-sink.ts';
import type { CopyColumn, ScalarValue } from './columns.ts';
import { checkScalar } from './scalars.ts';

const NULL = '\\N';
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

/** Rows as `COPY ... WITH (FORMAT text)` reads them: a line a row, tabs between its fields. */
export const textRows = {
  begin: (_: ByteSink): void => {},
  rows(sink: ByteSink, columns: readonly CopyColumn[]): (row: number) => void {
    const texts = columns.map(fieldText);
    return (row) => sink.text(`${texts.map((text) => text(row)).join('\t')}\n`);
  },
  end: (_: ByteSink): void => {},
};

function fieldText(column: CopyColumn): (row: number) => string {
  switch (column.type) {
    case 'bit': {
      const bytes = column.values.toBytes('big');
      const { bits } = column.values;
      return (row) => bitText(bytes, row, bits);
    }
    case 'vector':
    case 'halfvec':
      return (row) => `[${column.values.row(row).join(',')}]`;
    case 'float4[]':
      return (row) => `{${column.values.row(row).join(',')}}`;
    default: {
      const { type, values } = column;
      return (row) => {
        const value = values[row] ?? null;
        if (value === null) return NULL;
        checkScalar(type, value, row);
        return escaped(scalarText(value));
      };
    }
  }
}

function bitText(bytes: Uint8Array, row: number, bits: number): string {
  const length = (bits + 7) >>> 3;
  let text = '';
  for (let i = row * length; i < (row + 1) * length; i++) {
    text += bytes[i].toString(2).padStart(8, '0');
  }
  return text.slice(0, bits);
}

function scalarText(value: NonNullable<ScalarValue>): string {
  if (!(value instanceof Uint8Array)) return String(value);
  let text = '\\x';
  for (const byte of value) text += byte.toString(16).padStart(2, '0');
  return text;
}

function escaped(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign]);
}
