import { refuse, show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { HashCodes } from '../core/hash-codes.ts';

/**
 * Codes as PostgreSQL's bit strings read them in hexadecimal: `x` and a digit for 4 bits, the first bit
 * first, the order of `toBytes('big')`. With a cast to bit(bits) the padding after the last bit is cut
 * off, so lengths must be right before: `'1010'::bit(64)` is padded, and `'1010'::bit` is 1, without an
 * error.
 */
export function bitStrings(codes: HashCodes): string[] {
  const bytes = codes.toBytes('big');
  const digits = (codes.bits + 3) >>> 2;
  const bytesPerCode = (codes.bits + 7) >>> 3;
  return Array.from({ length: codes.count }, (_, i) => {
    let text = 'x';
    for (let b = i * bytesPerCode; b < (i + 1) * bytesPerCode; b++) text += HEX[bytes[b]];
    return text.slice(0, digits + 1);
  });
}

const HEX = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

/**
 * Codes of the bit strings of a result, each `bits` zeros and ones.
 *
 * @throws InvalidArgumentError if one has another length.
 */
export function codesOfBits(texts: readonly unknown[], bits: number): HashCodes {
  const bytesPerCode = (bits + 7) >>> 3;
  const bytes = new Uint8Array(texts.length * bytesPerCode);
  for (const [i, text] of texts.entries()) {
    if (typeof text !== 'string' || text.length !== bits || !/^[01]+$/.test(text)) {
      refuse('a code', `${bits} bits of 0 and 1`, text);
    }
    for (let j = 0; j < bits; j++) {
      if (text[j] === '1') bytes[i * bytesPerCode + (j >>> 3)] |= 1 << (7 - (j & 7));
    }
  }
  return HashCodes.fromBytes(bytes, bits, 'big');
}

/** Throws unless `codes` have as many bits as the store's. */
export function checkBits(name: string, codes: HashCodes, bits: number): void {
  if (codes.bits === bits) return;
  throw new InvalidArgumentError(
    `${name} must have ${bits} bits as the store's codes have, not ${show(codes.bits)}`,
  );
}

/** Bits [offset, offset + width) of packed words as a number, the first the most significant. */
export function bitsFrom(words: Uint32Array, offset: number, width: number): number {
  let value = 0;
  for (let j = offset; j < offset + width; j++) {
    value = value * 2 + ((words[j >>> 5] >>> (j & 31)) & 1);
  }
  return value;
}
