import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../../src/core/errors.ts';
import {
  HashCodes,
  hammingDistance,
  MAX_BITS,
  popcount,
  wordsFor,
} from '../../../src/core/hash-codes.ts';

/** Codes from strings of 0 and 1, first hyperplane first. */
function codesOf(...texts: string[]): HashCodes {
  const bits = texts[0].length;
  const stride = wordsFor(bits);
  const words = new Uint32Array(texts.length * stride);
  texts.forEach((text, i) => {
    for (let j = 0; j < bits; j++) {
      if (text[j] === '1') words[i * stride + (j >>> 5)] |= 1 << (j & 31);
    }
  });
  return new HashCodes(words, texts.length, bits);
}

const bitText = fc
  .array(fc.boolean(), { minLength: 1, maxLength: 130 })
  .map((bits) => bits.map(Number).join(''));

/** Texts of 0 and 1 as long as this one. */
const sameLength = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((bits) => bits.map(Number).join(''));

describe('HashCodes', () => {
  test('take one word for each 32 bits begun', () => {
    expect([1, 31, 32, 33, 64, 65, 4096].map(wordsFor)).toEqual([1, 1, 1, 2, 2, 3, 128]);
  });

  test('hold bit j in bit j mod 32 of word j / 32', () => {
    const codes = new HashCodes(Uint32Array.of(0x80000001, 2, 0, 1), 2, 40);
    expect([codes.bit(0, 0), codes.bit(0, 31), codes.bit(0, 33)]).toEqual([1, 1, 1]);
    expect([codes.bit(0, 1), codes.bit(0, 32), codes.bit(1, 32)]).toEqual([0, 0, 1]);
  });

  test('code is a view of its words', () => {
    const codes = new HashCodes(Uint32Array.of(1, 2, 3, 4), 2, 64);
    expect([...codes.code(1)]).toEqual([3, 4]);
    codes.code(1)[0] = 9;
    expect(codes.words[2]).toBe(9);
  });

  test('refuse the wrong number of words, and name both', () => {
    expect(() => new HashCodes(new Uint32Array(3), 2, 33)).toThrow(
      '2 codes of 33 bits need 4 words, not 3',
    );
  });

  test.each([0, -1, 1.5, MAX_BITS + 1, Number.NaN])('refuse a width of %d bits', (bits) => {
    expect(() => new HashCodes(new Uint32Array(1), 1, bits)).toThrow(
      `bits must be a whole number from 1 to 4096, not ${bits}`,
    );
  });

  test('refuse a bit beyond their width, in any code', () => {
    const message = 'a code of 33 bits must have zeros beyond them, but its last word is 3';
    expect(() => new HashCodes(Uint32Array.of(0, 1, 0, 3), 2, 33)).toThrow(message);
    expect(() => new HashCodes(Uint32Array.of(0xffffffff), 1, 32)).not.toThrow();
    expect(() => new HashCodes(Uint32Array.of(0x80000000), 1, 31)).toThrow(InvalidArgumentError);
  });

  test('refuse codes and bits that do not exist', () => {
    const codes = codesOf('101', '010');
    for (const index of [-1, 2, 0.5]) {
      expect(() => codes.code(index)).toThrow(InvalidArgumentError);
      expect(() => codes.bucketIndex(index)).toThrow(InvalidArgumentError);
    }
    for (const bit of [-1, 3, 0.5]) expect(() => codes.bit(0, bit)).toThrow(InvalidArgumentError);
  });

  test('select copies codes in the order given, also repeatedly', () => {
    const codes = codesOf('100', '010', '001');
    const selected = codes.select([2, 0, 2]);
    expect([...selected.words]).toEqual([4, 1, 4]);
    selected.words[0] = 0;
    expect(codes.words[2]).toBe(4);
    expect(codes.select([]).count).toBe(0);
    expect(() => codes.select([3])).toThrow(InvalidArgumentError);
  });
});

describe('bucketIndex', () => {
  test('puts the first hyperplane into the most significant bit', () => {
    expect(codesOf('1000').bucketIndex(0)).toBe(8);
    expect(codesOf('0001').bucketIndex(0)).toBe(1);
    expect(codesOf('0000', '1011').bucketIndex(1)).toBe(11);
  });

  test('is a number up to 53 bits and a bigint beyond', () => {
    expect(codesOf('1'.repeat(32)).bucketIndex(0)).toBe(2 ** 32 - 1);
    expect(codesOf('1'.repeat(53)).bucketIndex(0)).toBe(Number.MAX_SAFE_INTEGER);
    expect(codesOf('1'.repeat(54)).bucketIndex(0)).toBe(2n ** 54n - 1n);
    expect(codesOf(`${'0'.repeat(99)}1`).bucketIndex(0)).toBe(1n);
  });

  test('is the code read as a binary number, at any width', () => {
    fc.assert(
      fc.property(bitText, (text) => {
        const index = codesOf(text).bucketIndex(0);
        expect(typeof index).toBe(text.length <= 53 ? 'number' : 'bigint');
        expect(BigInt(index)).toBe(BigInt(`0b${text}`));
      }),
    );
  });
});

describe('codes as bytes', () => {
  const codes = codesOf('1000000011', '0110000000');

  test('have bit j at bit j mod 8 from the least significant on, as faiss has it', () => {
    expect(codes.toBytes()).toEqual(Uint8Array.of(0b00000001, 0b11, 0b00000110, 0));
    expect(codes.toBytes('little')).toEqual(codes.toBytes());
  });

  test('or from the most significant on, as numpy.packbits has it', () => {
    // np.packbits([[1,0,0,0,0,0,0,0,1,1], [0,1,1,0,0,0,0,0,0,0]], axis=1)
    expect(codes.toBytes('big')).toEqual(Uint8Array.of(128, 192, 96, 0));
  });

  test('become the same codes again, in either order', () => {
    fc.assert(
      fc.property(
        bitText.chain((text) =>
          fc.array(fc.constant(text).chain(sameLength), { minLength: 1, maxLength: 5 }),
        ),
        fc.constantFrom('little' as const, 'big' as const),
        (texts, order) => {
          const some = codesOf(...texts);
          expect(HashCodes.fromBytes(some.toBytes(order), some.bits, order)).toEqual(some);
        },
      ),
    );
  });

  test('are refused if they are cut, have bits beyond the code or an unknown order', () => {
    const read = (bytes: number[], bits: number, order: 'little' | 'big' = 'little') =>
      HashCodes.fromBytes(Uint8Array.from(bytes), bits, order);
    expect(() => read([1, 2, 3], 10)).toThrow(/10 bits take 2 bytes each, which don't fill 3/);
    expect(() => read([0, 0b100], 10)).toThrow(/zeros beyond/);
    expect(() => read([0, 1], 10, 'big')).toThrow(/zeros beyond/);
    expect(() => read([1], 0)).toThrow(InvalidArgumentError);
    expect(() => codes.toBytes('middle' as 'big')).toThrow(/little or big, not "middle"/);
  });

  // numpy: packbits of these bits, and (packed - 128).astype(int8), as sentence-transformers has them.
  const PACKED = [0b10110001, 0b00000001, 0b11111111, 0b01111110];
  const SHIFTED = [0x31, -127, 127, -2];

  test('are the bytes that they are, in any array of 8 bits a value', () => {
    const expected = HashCodes.fromBytes(Uint8Array.from(PACKED), 16, 'big');
    expect(expected.bit(0, 0)).toBe(1);
    expect(expected.bit(1, 8)).toBe(0);
    const bytes = Uint8Array.from(PACKED);
    const same = [
      Int8Array.from(PACKED),
      Uint8ClampedArray.from(PACKED),
      Buffer.from(PACKED),
      bytes.buffer,
      new DataView(bytes.buffer),
      PACKED,
    ];
    for (const given of same) {
      expect(HashCodes.fromBytes(given, 16, { order: 'big' })).toEqual(expected);
    }
    expect(HashCodes.fromBytes(Int8Array.of(-1, 0, 0, 0), 32).words).toEqual(Uint32Array.of(255));
  });

  test('that were made signed by taking off 128 are so much larger', () => {
    const expected = HashCodes.fromBytes(Uint8Array.from(PACKED), 16, 'big');
    const given = Int8Array.from(SHIFTED);
    expect([...given].map((byte) => byte + 128)).toEqual(PACKED);
    expect(HashCodes.fromBytes(given, 16, { order: 'big', offset: 128 })).toEqual(expected);
    const read = () => HashCodes.fromBytes(given, 16, { offset: 127 as 128 });
    expect(read).toThrow('offset must be 0 or 128, not 127');
  });

  test.each([
    ['wider values', Uint16Array.of(1, 2), 'Uint16Array'],
    ['floats', Float32Array.of(1, 2), 'Float32Array'],
    ['numbers beyond a byte', [1, 300], 'an array of 2'],
    ['numbers below one', [-1, 0], 'an array of 2'],
    ['no numbers', ['1'], 'an array of 1'],
    ['holes', [undefined], 'an array of 1'],
  ])('are refused if they are %s', (_, given, shown) => {
    expect(() => HashCodes.fromBytes(given as never, 16)).toThrow(
      `bytes must be whole numbers of 8 bits, not ${shown}`,
    );
  });
});

describe('codes as signs', () => {
  test('have a -1 for each 0 and a +1 for each 1, code by code', () => {
    fc.assert(
      fc.property(
        bitText.chain((text) => fc.array(sameLength(text), { minLength: 1, maxLength: 5 })),
        (texts) => {
          const signs = [...texts.join('')].map((bit) => (bit === '1' ? 1 : -1));
          expect(Array.from(codesOf(...texts).toSigns())).toEqual(signs);
        },
      ),
    );
  });

  test('are none where there are no codes', () => {
    expect(new HashCodes(new Uint32Array(0), 0, 40).toSigns()).toEqual(new Int8Array(0));
  });
});

describe('hammingDistance', () => {
  test('counts the places in which two codes differ', () => {
    fc.assert(
      fc.property(bitText, fc.infiniteStream(fc.boolean()), (text, flips) => {
        const flipped = [...text].map((bit) => (flips.next().value ? 1 - Number(bit) : bit));
        const expected = flipped.filter((bit, j) => String(bit) !== text[j]).length;
        const codes = codesOf(text, flipped.join(''));
        expect(hammingDistance(codes.code(0), codes.code(1))).toBe(expected);
        expect(hammingDistance(codes.code(1), codes.code(0))).toBe(expected);
      }),
    );
  });
});

describe('popcount', () => {
  test('counts the 1 bits of signed and unsigned words', () => {
    expect([0, 1, 0xffffffff, -1, 0x80000000, -0x80000000].map(popcount)).toEqual([
      0, 1, 32, 32, 1, 1,
    ]);
    fc.assert(
      fc.property(fc.integer(), (word) => {
        expect(popcount(word)).toBe((word >>> 0).toString(2).replaceAll('0', '').length);
      }),
    );
  });
});
