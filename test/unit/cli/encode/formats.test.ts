import { describe, expect, test } from 'vitest';
import { CODE_FORMATS, type CodeFormatName } from '../../../../src/cli/encode/formats/names.ts';
import { FORMATS } from '../../../../src/cli/encode/formats/registry.ts';
import { HashCodes } from '../../../../src/core/hash-codes.ts';
import type { Id } from '../../../../src/search/hash-index/types.ts';

/** Codes of the bits written out, bit 0 first. */
function codesOf(...texts: string[]): HashCodes {
  const bits = texts[0].length;
  const words = new Uint32Array(texts.length * Math.ceil(bits / 32));
  for (const [i, text] of texts.entries()) {
    for (let j = 0; j < bits; j++) {
      if (text[j] === '1') words[(i * words.length) / texts.length + (j >>> 5)] |= 1 << (j & 31);
    }
  }
  return new HashCodes(words, texts.length, bits);
}

/** What a format writes, the codes given in batches of one. */
async function written(
  name: CodeFormatName,
  codes: HashCodes,
  ids: readonly Id[],
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  async function* batches() {
    for (let i = 0; i < codes.count; i++) yield { codes: codes.select([i]), ids: [ids[i]] };
  }
  await FORMATS[name].write(batches(), {
    write: async (data) => {
      parts.push(typeof data === 'string' ? Buffer.from(data) : Uint8Array.from(data));
    },
    writeHead: async (data) => {
      parts[0] = Buffer.concat([Uint8Array.from(data), parts[0].subarray(data.length)]);
    },
    bits: codes.bits,
    textIds: typeof ids[0] === 'string',
    order: 'little',
    documentType: 'photo',
  });
  return Buffer.concat(parts);
}

const lines = async (...call: Parameters<typeof written>) =>
  (await written(...call)).toString().trimEnd().split('\n');

const SIXTEEN = codesOf('1000000000000011', '0110001101111111');

test('every format has a name for its files', () => {
  expect(Object.keys(FORMATS)).toEqual(Object.keys(CODE_FORMATS));
});

describe('COPY', () => {
  test('BINARY has a header, a tuple a code and a trailer, all big-endian', async () => {
    const bytes = await written('pg-copy', codesOf('1000000011', '0000000001'), [1, 258]);
    const tuple = (id: string, code: string) => `0002 00000008 ${id} 00000006 0000000a ${code} `;
    const hex =
      '5047434f50590aff0d0a00 00000000 00000000 ' +
      tuple('0000000000000001', '80c0') +
      tuple('0000000000000102', '0040') +
      'ffff';
    expect(bytes.toString('hex')).toBe(hex.replaceAll(' ', ''));
  });

  test('BINARY has text ids by their UTF-8 bytes, and negative ones in two’s complement', async () => {
    const text = await written('pg-copy', codesOf('1'), ['é']);
    expect(text.subarray(19).toString('hex')).toBe('000200000002c3a9000000050000000180ffff');
    const negative = await written('pg-copy', codesOf('1'), [-2]);
    expect(negative.subarray(25, 33).toString('hex')).toBe('fffffffffffffffe');
  });

  test('text has a line a code, bit 0 first, and escapes what would end a field', async () => {
    const ids = ['a\tb', 'c\\\n\r'];
    expect(await lines('pg-copy-text', codesOf('110', '001'), ids)).toEqual([
      'a\\tb\t110',
      'c\\\\\\n\\r\t001',
    ]);
  });
});

describe('JSON lines', () => {
  test('are pairs of an action and a document in hexadecimal for Elasticsearch', async () => {
    expect((await lines('jsonl-es', SIXTEEN, [5, 6])).map((line) => JSON.parse(line))).toEqual([
      ...[{ index: { _id: '5' } }, { code: '8003' }],
      ...[{ index: { _id: '6' } }, { code: '637f' }],
    ]);
  });

  test('are pairs with signed bytes for OpenSearch, whose own example is 01100011 as 99', async () => {
    const parsed = (await lines('jsonl-opensearch', SIXTEEN, ['a', 'b'])).map((l) => JSON.parse(l));
    expect(parsed).toEqual([
      ...[{ index: { _id: 'a' } }, { code: [-128, 3] }],
      ...[{ index: { _id: 'b' } }, { code: [99, 127] }],
    ]);
  });

  test('put documents of their type for Vespa, whose own example is 10000001 as -127', async () => {
    const [line] = await lines('jsonl-vespa', codesOf('1000000111111111'), [7]);
    expect(JSON.parse(line)).toEqual({
      put: 'id:photo:photo::7',
      fields: { code: { values: [-127, -1] } },
    });
  });

  test('are rows with unsigned bytes for Milvus, bit 0 least significant', async () => {
    expect((await lines('jsonl-milvus', SIXTEEN, [5, 6])).map((line) => JSON.parse(line))).toEqual([
      { id: 5, code: [1, 192] },
      { id: 6, code: [198, 254] },
    ]);
  });
});

describe('DuckDB’s table', () => {
  test('has the bucket index in a column', async () => {
    const codes = codesOf('110', '001');
    expect(await lines('duckdb', codes, [0, 1])).toEqual(['id,code', '0,6', '1,1']);
    expect([codes.bucketIndex(0), codes.bucketIndex(1)]).toEqual([6, 1]);
    const all = codesOf('1'.repeat(64));
    expect(await lines('duckdb', all, [0])).toEqual(['id,code', `0,${2n ** 64n - 1n}`]);
  });

  test('has several columns beyond 64 bits, and quotes text ids', async () => {
    const code = codesOf(`1${'0'.repeat(63)}011`);
    expect(await lines('duckdb', code, ['say "a", b'])).toEqual([
      'id,code0,code1',
      `"say ""a"", b",${2n ** 63n},3`,
    ]);
  });
});

test('codes that fill no bytes are for engines that take them', () => {
  const whole = Object.entries(FORMATS).filter(([, { wholeBytes }]) => wholeBytes);
  expect(whole.map(([name]) => name)).toEqual(['jsonl-es', 'jsonl-opensearch', 'jsonl-milvus']);
});
