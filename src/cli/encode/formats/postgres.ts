import { byBatches, bytesOf, type CodeBatch, type CodeFormat, type CodeTarget } from './types.ts';

// What COPY of PostgreSQL takes: a table of an id (bigint, or text) and a code (bit(n)).

const SIGNATURE = [...'PGCOPY\n'].map((c) => c.charCodeAt(0)).concat(0xff, 0x0d, 0x0a, 0);

/** `copy t (id, code) from 'codes.copy' with (format binary)`. */
export const pgCopy: CodeFormat = {
  write: byBatches(tuples, {
    // The signature, flags and the length of an extension that is not there.
    head: () => Uint8Array.from([...SIGNATURE, 0, 0, 0, 0, 0, 0, 0, 0]),
    tail: () => Uint8Array.of(0xff, 0xff),
  }),
};

/** Numbers are big-endian; each field has its length before it. */
function tuples({ codes, ids }: CodeBatch, { bits, textIds }: CodeTarget): Uint8Array {
  const encoder = new TextEncoder();
  const texts = textIds ? ids.map((id) => encoder.encode(String(id))) : undefined;
  const bytesPerCode = (bits + 7) >>> 3;
  const ofIds = texts ? texts.reduce((sum, { length }) => sum + length, 0) : 8 * ids.length;
  const out = new Uint8Array(ofIds + ids.length * (2 + 4 + 4 + 4 + bytesPerCode));
  const view = new DataView(out.buffer);
  const bytes = codes.toBytes('big');
  let at = 0;
  for (let i = 0; i < ids.length; i++) {
    view.setInt16(at, 2);
    const idLength = texts ? texts[i].length : 8;
    view.setInt32(at + 2, idLength);
    at += 6;
    if (texts) out.set(texts[i], at);
    else view.setBigInt64(at, BigInt(ids[i]));
    at += idLength;
    // A bit string is the number of its bits and its bytes, the first bit most significant.
    view.setInt32(at, 4 + bytesPerCode);
    view.setInt32(at + 4, bits);
    out.set(bytesOf(bytes, bits, i), at + 8);
    at += 8 + bytesPerCode;
  }
  return out;
}

/** `copy t (id, code) from 'codes.tsv'`: bits as digits, bit 0 first; pgvector has the same type. */
export const pgCopyText: CodeFormat = {
  write: byBatches(({ codes, ids }, { bits }) => {
    const bytes = codes.toBytes('big');
    const lines = ids.map((id, i) => `${escaped(String(id))}\t${digits(bytes, bits, i)}\n`);
    return lines.join('');
  }),
};

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(2).padStart(8, '0'));

function digits(bytes: Uint8Array, bits: number, i: number): string {
  let text = '';
  for (const byte of bytesOf(bytes, bits, i)) text += BYTES[byte];
  return text.slice(0, bits);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

function escaped(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character]);
}
