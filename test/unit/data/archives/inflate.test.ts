import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { FormatError } from '../../../../src/core/errors.ts';
import {
  canInflateTo,
  inflate,
  inflatePrefix,
  isGzip,
} from '../../../../src/data/archives/inflate.ts';
import { failure, join } from '../../../support/make-files.ts';

const text = new TextEncoder().encode('hyperplane hashing '.repeat(3000));
const packers = { deflate: deflateSync, gzip: gzipSync, 'deflate-raw': deflateRawSync };
const formats = Object.keys(packers) as (keyof typeof packers)[];
const bounds = { maxBytes: 1e6 };

async function refused(run: () => Promise<unknown>, message: RegExp): Promise<void> {
  const error = await failure(run);
  expect(error).toBeInstanceOf(FormatError);
  expect(error.message).toMatch(message);
}

describe.each(formats)('inflating %s', (format) => {
  const packed = new Uint8Array(packers[format](text));

  it('gives back what was packed', async () => {
    expect(await inflate(packed, format, bounds)).toEqual(text);
    expect(await inflate(packed, format, { ...bounds, size: text.length })).toEqual(text);
  });

  it('gives back nothing for packed nothing', async () => {
    const nothing = new Uint8Array(packers[format](new Uint8Array(0)));
    expect(await inflate(nothing, format, bounds)).toEqual(new Uint8Array(0));
  });

  it('reads a view into a larger or shared buffer', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(packed.length + 7)).subarray(3, -4);
    shared.set(packed);
    expect(await inflate(shared, format, bounds)).toEqual(text);
  });

  it('refuses a stream that is cut short anywhere', async () => {
    for (const length of [0, 1, 5, packed.length >> 1, packed.length - 4, packed.length - 1]) {
      await refused(() => inflate(packed.subarray(0, length), format, bounds), /./);
    }
  });

  it('refuses bytes after the end of the stream', async () => {
    for (const junk of [[0], [1], [7, 7, 7], new Array<number>(300).fill(0)]) {
      await refused(() => inflate(join(packed, junk), format, bounds), /./);
    }
  });

  it('refuses to inflate beyond the bound', async () => {
    await refused(
      () => inflate(packed, format, { maxBytes: text.length - 1 }),
      /more than the 56999 bytes allowed/,
    );
  });

  it('refuses a stream of another size than the one given', async () => {
    for (const size of [text.length - 1, text.length + 1]) {
      await refused(() => inflate(packed, format, { ...bounds, size }), /bytes/);
    }
  });

  it('gives the first bytes without looking at the rest', async () => {
    const half = packed.subarray(0, packed.length - 8);
    expect(await inflatePrefix(half, format, 10)).toEqual(text.subarray(0, 10));
    expect(await inflatePrefix(packed, format, 1e6)).toEqual(text);
  });
});

describe('inflating', () => {
  it.each(['deflate', 'gzip'] as const)('refuses a wrong checksum of %s', async (format) => {
    for (const place of [-8, -6, -4, -1]) {
      const packed = new Uint8Array(packers[format](text));
      packed[packed.length + place] ^= 1;
      await refused(() => inflate(packed, format, bounds), /./);
    }
  });

  it('refuses a gzip file of several members', async () => {
    await refused(() => inflate(join(gzipSync(text), gzipSync('x')), 'gzip', bounds), /bytes/);
  });

  it('stops a bomb while it streams, long before its end', async () => {
    const bomb = new Uint8Array(deflateSync(new Uint8Array(1 << 27)));
    const Native = DecompressionStream;
    let seen = 0;
    class Counting {
      readonly readable: ReadableStream<Uint8Array>;
      readonly writable: WritableStream<BufferSource>;
      constructor(format: CompressionFormat) {
        const inner = new Native(format);
        const count = new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            seen += chunk.length;
            controller.enqueue(chunk);
          },
        });
        this.readable = inner.readable.pipeThrough(count);
        this.writable = inner.writable;
      }
    }
    vi.stubGlobal('DecompressionStream', Counting);
    try {
      await refused(() => inflate(bomb, 'deflate', { maxBytes: 1 << 20 }), /more than the 1048576/);
      expect((await inflatePrefix(bomb, 'deflate', 100)).length).toBe(100);
    } finally {
      vi.unstubAllGlobals();
    }
    expect(seen).toBeGreaterThan(1 << 20);
    expect(seen).toBeLessThan(1 << 21);
  });

  it('knows what deflate can pack at most', () => {
    expect(canInflateTo(deflateSync(new Uint8Array(1 << 24)).length, 1 << 24)).toBe(true);
    expect(canInflateTo(1000, 1 << 24)).toBe(false);
  });

  it('tells gzip files by their first bytes', () => {
    expect(isGzip(gzipSync('x'))).toBe(true);
    expect(isGzip(Uint8Array.of(0x1f, 0x8b))).toBe(false);
    expect(isGzip(deflateSync('x'))).toBe(false);
  });
});
