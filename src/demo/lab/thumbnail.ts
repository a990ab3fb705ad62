import type { RowPicture } from './shown-rows.ts';

/** A small picture of a row that lies in the documents of an index, as text. */
export type Thumbnail = string;

/** Larger images are thinned out to this side. */
const MOST_SIDE = 14;
/** Bars go from -127 to 127. */
const STEPS = 127;

/** The picture of a row in a few hundred letters. */
export function packThumbnail(picture: RowPicture): Thumbnail {
  return picture.kind === 'image' ? packImage(picture) : packValues(picture.values);
}

/** The picture that was packed. @throws Error if it is none. */
export function unpackThumbnail(text: Thumbnail): RowPicture {
  const [kind, width, data = ''] = text.split(',');
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  if (kind === 'v') {
    return { kind: 'values', values: Float32Array.from(bytes, (byte) => byte - STEPS) };
  }
  const side = Number(width);
  const rgba = new Uint8ClampedArray(4 * bytes.length).fill(255);
  bytes.forEach((grey, i) => {
    rgba.fill(grey, 4 * i, 4 * i + 3);
  });
  return { kind: 'image', width: side, height: bytes.length / side, rgba };
}

function packImage({ width, height, rgba }: Extract<RowPicture, { kind: 'image' }>): Thumbnail {
  const step = Math.ceil(Math.max(width, height) / MOST_SIDE);
  const columns = Math.floor(width / step);
  const rows = Math.floor(height / step);
  let letters = '';
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      letters += String.fromCharCode(meanGrey(rgba, width, column * step, row * step, step));
    }
  }
  return `i,${columns},${btoa(letters)}`;
}

/** The mean of a square of pixels, as luma of ITU-R BT.601. */
function meanGrey(rgba: Uint8ClampedArray, width: number, left: number, top: number, side: number) {
  let sum = 0;
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) {
      const at = 4 * (y * width + x);
      sum += 0.299 * rgba[at] + 0.587 * rgba[at + 1] + 0.114 * rgba[at + 2];
    }
  }
  return Math.round(sum / side ** 2);
}

function packValues(values: Float32Array): Thumbnail {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const letters = Array.from(values, (value) =>
    String.fromCharCode(Math.round((STEPS * value) / largest) + STEPS),
  );
  return `v,${values.length},${btoa(letters.join(''))}`;
}
