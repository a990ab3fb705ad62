import { deflateSync } from 'node:zlib';
import { crc32 } from '../../core/crc32.ts';
import type { Picture } from '../../core/picture.ts';

/** The longer side of small pictures. */
const SIDE = 128;

/** A small picture as a PNG in a `data:` URL. Each pixel is the mean of those that it stands for. */
export function thumbnailUrl(picture: Picture): string {
  const small = shrunk(picture);
  return `data:image/png;base64,${Buffer.from(pngOf(small)).toString('base64')}`;
}

/** Each pixel is the mean of those that it touches. */
function shrunk(picture: Picture): Picture {
  const { width, height, data } = picture;
  const factor = Math.max(1, Math.max(width, height) / SIDE);
  const [w, h] = [width, height].map((side) => Math.max(1, Math.round(side / factor)));
  const out = new Uint8ClampedArray(4 * w * h);
  for (let y = 0; y < h; y++) {
    const [top, bottom] = [Math.floor((y * height) / h), Math.ceil(((y + 1) * height) / h)];
    for (let x = 0; x < w; x++) {
      const [left, right] = [Math.floor((x * width) / w), Math.ceil(((x + 1) * width) / w)];
      const sums = [0, 0, 0, 0];
      for (let v = top; v < bottom; v++) {
        for (let u = left; u < right; u++) {
          for (let c = 0; c < 4; c++) sums[c] += data[4 * (v * width + u) + c];
        }
      }
      const count = (bottom - top) * (right - left);
      for (let c = 0; c < 4; c++) out[4 * (y * w + x) + c] = sums[c] / count;
    }
  }
  return { width: w, height: h, data: out };
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** 8 bits a sample, RGBA, the only ways of packing and filtering, not interlaced. */
const FORM = [8, 6, 0, 0, 0];

function pngOf({ width, height, data }: Picture): Uint8Array {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Each row begins with the number of its filter, none.
  const rows = Buffer.alloc(height * (4 * width + 1));
  for (let y = 0; y < height; y++) {
    rows.set(data.subarray(4 * width * y, 4 * width * (y + 1)), y * (4 * width + 1) + 1);
  }
  return Buffer.concat([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', Buffer.concat([header, Uint8Array.from(FORM)])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
