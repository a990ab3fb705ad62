import type { Dataset, ImageShape } from '../../data/dataset/dataset.ts';

/** Images as a page can draw them: raw bytes, row-major, a text of base64 for each row shown. */
export interface PackedImages extends ImageShape {
  /** Side of the squares of pixels that were averaged into one; 1 if none were. */
  readonly shrunkBy: number;
  /** Pixels by row of the dataset. */
  readonly pixels: Readonly<Record<number, string>>;
}

/** Characters of base64 that all images may take, so that a report stays easy to mail. */
const BUDGET = 900_000;

/** The images of `rows`, shrunk by the smallest whole factor that keeps them within the budget. */
export function packImages(
  dataset: Dataset,
  rows: Iterable<number>,
  budget: number = BUDGET,
): PackedImages | null {
  const { image, points } = dataset;
  const wanted = [...new Set(rows)];
  if (!image || wanted.length === 0) return null;
  const longest = Math.max(image.width, image.height);
  let factor = 1;
  while (factor < longest && base64Length(shrunk(image, factor)) * wanted.length > budget) factor++;
  const pixels = wanted.map((row) => [row, toBase64(shrink(points.row(row), image, factor))]);
  return { ...shrunk(image, factor), shrunkBy: factor, pixels: Object.fromEntries(pixels) };
}

function shrunk({ width, height, channels }: ImageShape, factor: number): ImageShape {
  return { width: Math.ceil(width / factor), height: Math.ceil(height / factor), channels };
}

function base64Length({ width, height, channels }: ImageShape): number {
  return 4 * Math.ceil((width * height * channels) / 3);
}

/** Averages squares of `factor` pixels a side; those at the right and lower edge may be smaller. */
function shrink(values: Float32Array, shape: ImageShape, factor: number): Uint8Array {
  const { width, height, channels } = shrunk(shape, factor);
  const out = new Uint8ClampedArray(width * height * channels);
  // How far apart two pixels and two channels are.
  const [step, plane] = shape.planar ? [1, shape.width * shape.height] : [channels, 1];
  for (let i = 0; i < out.length; i++) {
    const channel = i % channels;
    const x = (Math.floor(i / channels) % width) * factor;
    const y = Math.floor(i / channels / width) * factor;
    const right = Math.min(x + factor, shape.width);
    const lower = Math.min(y + factor, shape.height);
    let sum = 0;
    for (let v = y; v < lower; v++) {
      for (let u = x; u < right; u++) sum += values[(v * shape.width + u) * step + channel * plane];
    }
    out[i] = sum / ((right - x) * (lower - y));
  }
  return new Uint8Array(out.buffer);
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
