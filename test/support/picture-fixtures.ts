import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import pixels from '../fixtures/pictures/pixels.json' with { type: 'json' };

// The pictures that scripts/golden/pictures.py made, and what Pillow decodes.

/** The path of a fixture. */
export function picturePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/pictures/${name}`, import.meta.url));
}

/** The bytes of a fixture. */
export function pictureFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(picturePath(name)));
}

/** All that Pillow decoded, by name. */
export const DECODED = Object.entries(pixels).map(([name, { width, height, rgba }]) => ({
  name,
  width,
  height,
  data: new Uint8Array(Buffer.from(rgba, 'base64')),
}));

/** A JPEG's segment before its frame is laid over the start of another file. */
export function withSegment(jpeg: Uint8Array, marker: number, content: Uint8Array): Uint8Array {
  const length = content.length + 2;
  const head = [0xff, marker, length >> 8, length & 255];
  return Uint8Array.from([...jpeg.subarray(0, 2), ...head, ...content, ...jpeg.subarray(2)]);
}

/** The JPEG with another kind of frame, or other values in it. */
export function withFrame(jpeg: Uint8Array, change: (frame: Uint8Array) => void): Uint8Array {
  const changed = jpeg.slice();
  const at = changed.findIndex(
    (byte, i) => byte === 0xff && (changed[i + 1] === 0xc0 || changed[i + 1] === 0xc2),
  );
  change(changed.subarray(at + 1));
  return changed;
}

/** A chunk of PNG. */
export function chunk(type: string, data: ArrayLike<number>): Uint8Array {
  const body = Uint8Array.from([...new TextEncoder().encode(type), ...Array.from(data)]);
  const number = (value: number) => [
    value >>> 24,
    (value >> 16) & 255,
    (value >> 8) & 255,
    value & 255,
  ];
  return Uint8Array.from([...number(data.length), ...body, ...number(crc32(body))]);
}

/** A PNG of these chunks. */
export function pngOf(...chunks: readonly Uint8Array[]): Uint8Array {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  return Uint8Array.from([...signature, ...chunks.flatMap((own) => [...own])]);
}

/** The content of a PNG's header. */
export function header(width: number, height: number, depth = 8, colour = 2): number[] {
  const number = (value: number) => [
    value >>> 24,
    (value >> 16) & 255,
    (value >> 8) & 255,
    value & 255,
  ];
  return [...number(width), ...number(height), depth, colour, 0, 0, 0];
}

/** The PNG with the checksums that its chunks ought to have, as far as there are whole ones. */
export function sealed(png: Uint8Array): Uint8Array {
  const right = png.slice();
  const view = new DataView(right.buffer);
  for (let at = 8; at + 12 <= right.length; ) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > right.length) break;
    view.setUint32(end, crc32(right.subarray(at + 4, end)));
    at = end + 4;
  }
  return right;
}

/** A PNG of RGB, drawn point by point. */
export function drawnPng(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number],
): Uint8Array {
  const rows = Buffer.alloc(height * (3 * width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(colour(x, y), y * (3 * width + 1) + 1 + 3 * x);
  }
  return pngOf(
    chunk('IHDR', header(width, height)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', []),
  );
}
