import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError, InvalidArgumentError } from '../../../../src/core/errors.ts';
import { toLabels } from '../../../../src/data/arrays/labels.ts';
import type { DType } from '../../../../src/data/arrays/numeric.ts';
import { toMatrix } from '../../../../src/data/arrays/numeric.ts';
import type { ArrayToWrite } from '../../../../src/data/arrays/numeric-bytes.ts';
import {
  isSafetensors,
  readSafetensors,
  writeSafetensors,
} from '../../../../src/data/safetensors/safetensors.ts';
import { expected, failure, fixture, join, pack } from '../../../support/make-files.ts';

/** A safetensors file of this header text. */
function withHeader(text: string, data: Uint8Array | number[] = []): Uint8Array {
  const header = new TextEncoder().encode(text);
  return join(pack([header.length], 'u8', true), header, data);
}

const entry = (dtype: string, shape: number[], begin: number, end: number) =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

describe('reading safetensors', () => {
  it('reads pair.safetensors', () => {
    const { tensors, metadata } = readSafetensors(fixture('pair.safetensors'));
    expect([...tensors.keys()].sort()).toEqual(['X', 'labels']);
    expect(toMatrix(tensors.get('X')!).data).toEqual(Float32Array.from(expected.X.flat()));
    expect([...toLabels(tensors.get('labels')!)]).toEqual(expected.X_class);
    expect(metadata).toBeInstanceOf(Map);
  });

  it.each<[string, number[], number[]]>([
    ['F16', [0x00, 0x3c, 0x00, 0xc0], [1, -2]],
    ['BF16', [0x80, 0x3f, 0x00, 0xc0, 0x80, 0x7f], [1, -2, Infinity]],
    ['F32', [0, 0, 128, 63], [1]],
    ['BOOL', [1, 0], [1, 0]],
  ])('reads %s', (dtype, data, values) => {
    const text = `{"x":${entry(dtype, [values.length], 0, data.length)}}   `;
    const array = readSafetensors(withHeader(text, data)).tensors.get('x')!;
    expect([...array.values].map(Number)).toEqual(values);
  });

  it('keeps names that are special to objects apart', () => {
    const text = `{"__metadata__":{"__proto__":"a","constructor":"b"},"__proto__":${entry('U8', [1], 0, 1)}}`;
    const { tensors, metadata } = readSafetensors(withHeader(text, [7]));
    expect([...tensors.get('__proto__')!.values]).toEqual([7]);
    expect(metadata.get('__proto__')).toBe('a');
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });

  it.each<[string, Uint8Array, RegExp, number]>([
    ['an 8-bit float', withHeader(`{"x":${entry('F8_E4M3', [1], 0, 1)}}`, [0]), /only BOOL/, 9],
    ['a gap', withHeader(`{"x":${entry('U8', [1], 1, 2)}}`, [0, 0]), /must begin at 0/, 9],
    [
      'an overlap',
      withHeader(`{"x":${entry('U8', [2], 0, 2)},"y":${entry('U8', [2], 1, 3)}}`, [0, 0, 0]),
      /"y" lies in bytes 1 to 3/,
      61,
    ],
    ['a rest', withHeader(`{"x":${entry('U8', [1], 0, 1)}}`, [0, 0]), /take 1 bytes, but 2/, 0],
    ['a key twice', withHeader('{"__metadata__":{"a":"1","a":"2"}}'), /"a" is given twice/, 33],
    [
      'a tensor twice',
      withHeader(`{"x":${entry('U8', [0], 0, 0)},"x":1}`),
      /"x" is given twice/,
      61,
    ],
    ['an absurd shape', withHeader(`{"x":${entry('U8', [2 ** 53], 0, 1)}}`, [0]), /absurd/, 36],
    [
      'a product beyond all numbers',
      withHeader(`{"x":${entry('U8', [2 ** 40, 2 ** 40], 0, 1)}}`, [0]),
      /Infinity bytes/,
      9,
    ],
    ['a nested value', withHeader(`{"x":${'['.repeat(100_000)}`), /\{ is missing/, 13],
    ['a number as metadata', withHeader('{"__metadata__":{"a":1}}'), /a string is missing/, 29],
    ['a header beyond the file', pack([1000], 'u8', true), /cut short/, 8],
    ['a header of 2^63 bytes', join([0, 0, 0, 0, 0, 0, 0, 128], [0x7b, 0x7d]), /too long/, 0],
    ['no JSON', join(pack([2], 'u8', true), [0x5b, 0x5d]), /begin with \{/, 8],
    ['bytes that are no UTF-8', withHeader('{"x'), /no end/, 9],
  ])('refuses %s', async (_, bytes, message, offset) => {
    const error = await failure(() => readSafetensors(bytes));
    expect(error).toBeInstanceOf(FormatError);
    expect(error.message).toMatch(message);
    expect((error as FormatError).offset).toBe(offset);
  });
});

describe('writing safetensors', () => {
  const arrays: Partial<Record<DType, ArrayToWrite['values']>> = {
    bool: Uint8Array.of(1, 0),
    int8: Int8Array.of(-1, 2),
    uint8: Uint8Array.of(1, 255),
    int16: Int16Array.of(-300, 300),
    uint16: Uint16Array.of(1, 65535),
    int32: Int32Array.of(-70000, 70000),
    uint32: Uint32Array.of(1, 2 ** 32 - 1),
    int64: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n),
    uint64: BigUint64Array.of(0n, 2n ** 64n - 1n),
    float32: Float32Array.of(1.5, Number.NaN),
    float64: Float64Array.of(0.1, Number.NEGATIVE_INFINITY),
  };

  it('gives back every dtype, aligned, larger items first', () => {
    const tensors = new Map(
      Object.entries(arrays).map(([dtype, values]) => [
        dtype,
        { shape: [1, 2], dtype: dtype as DType, values },
      ]),
    );
    const file = writeSafetensors(tensors, new Map([['format', 'test']]));
    expect(isSafetensors(file)).toBe(true);
    const read = readSafetensors(file);
    expect(read.metadata).toEqual(new Map([['format', 'test']]));
    expect(read.tensors.size).toBe(tensors.size);
    for (const [name, array] of tensors) {
      expect(read.tensors.get(name)).toEqual({ ...array, fortranOrder: false });
      expect(read.tensors.get(name)!.values.buffer).toBe(file.buffer);
    }
  });

  it('gives back any names, shapes and metadata', () => {
    const text = fc.string({ unit: 'binary' }).filter((name) => name !== '__metadata__');
    const shape = fc.array(fc.nat(3), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.dictionary(text, shape, { noNullPrototype: true }),
        fc.dictionary(text, text),
        (shapes, metadata) => {
          const tensors = new Map(
            Object.entries(shapes).map(([name, sizes]) => {
              const values = new Int16Array(sizes.reduce((a, b) => a * b, 1)).fill(7);
              return [name, { shape: sizes, dtype: 'int16' as const, values }];
            }),
          );
          const notes = new Map(Object.entries(metadata));
          const read = readSafetensors(writeSafetensors(tensors, notes));
          expect(read.metadata).toEqual(notes);
          expect(new Map([...read.tensors].map(([k, v]) => [k, v.shape]))).toEqual(
            new Map(Object.entries(shapes)),
          );
        },
      ),
    );
  });

  it('widens values that travel in a smaller type, and refuses what a dtype can not hold', async () => {
    const write = (dtype: DType, values: ArrayToWrite['values']) =>
      readSafetensors(
        writeSafetensors(new Map([['x', { shape: [values.length], dtype, values }]])),
      ).tensors.get('x')!.values;
    expect(write('float64', Uint8Array.of(3))).toEqual(Float64Array.of(3));
    expect(write('int64', Int32Array.of(-3))).toEqual(BigInt64Array.of(-3n));
    for (const [dtype, values, message] of [
      ['uint8', Float32Array.of(1, 1.5), /can't hold value 1, 1.5/],
      ['int64', Float64Array.of(Number.NaN), /can't hold value 0, NaN/],
      ['float16', Float32Array.of(1), /only read: write it as float32/],
    ] as const) {
      const error = await failure(() => write(dtype, values));
      expect(error).toBeInstanceOf(InvalidArgumentError);
      expect(error.message).toMatch(message);
    }
  });

  it('refuses values that do not fill the shape, and the reserved name', async () => {
    const array = { shape: [3], dtype: 'uint8' as const, values: Uint8Array.of(1) };
    expect((await failure(() => writeSafetensors(new Map([['x', array]])))).message).toBe(
      'the tensor "x" is 3 but has 1 values',
    );
    const reserved = new Map([['__metadata__', { ...array, shape: [1] }]]);
    expect((await failure(() => writeSafetensors(reserved))).message).toMatch(/__metadata__/);
  });
});
