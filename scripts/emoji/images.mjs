// Pictures of emoji as vectors: their shapes and their colours, each part of length 1.
import { Matrix } from 'hashplane';
import { PictureDescriptor } from 'hashplane/pictures';

/** Squares of the picture along a side whose mean colours are taken. */
const SQUARES = 8;

/**
 * GIST and HOG of the pictures, and the colours of 8 x 8 squares.
 *
 * @param {import('hashplane').Kernels} kernels
 * @param {readonly { width: number, height: number, data: Uint8Array }[]} pictures
 */
export async function imageVectors(kernels, pictures) {
  const side = pictures[0].width;
  const descriptor = new PictureDescriptor({ kernels, descriptor: 'gist+hog', side, cell: 4 });
  try {
    const shapes = await descriptor.describe(pictures);
    return Matrix.from(
      pictures.map((picture, i) => [...shapes.row(i), ...unit(coloursOf(picture))]),
    );
  } finally {
    descriptor.dispose();
  }
}

/** How much less than white each square is in red, green and blue, 0 to 1. */
function coloursOf({ width, height, data }) {
  const colours = new Float32Array(3 * SQUARES * SQUARES);
  const pixels = (width / SQUARES) * (height / SQUARES);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x);
      const [row, column] = [Math.floor((y * SQUARES) / height), Math.floor((x * SQUARES) / width)];
      const place = 3 * (row * SQUARES + column);
      const alpha = data[at + 3] / 255;
      for (let c = 0; c < 3; c++) colours[place + c] += (alpha * (1 - data[at + c] / 255)) / pixels;
    }
  }
  return colours;
}

function unit(values) {
  const norm = Math.hypot(...values);
  return norm > 0 ? values.map((value) => value / norm) : values;
}
