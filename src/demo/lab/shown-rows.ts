import type { ImageShape } from '../../data/dataset/dataset.ts';
import { classNameOf, type LabDataset } from './dataset.ts';

/** What a page needs to show a row. */
export interface ShownRow {
  readonly row: number;
  /** The row's name in its file, or "row" and its number. */
  readonly id: string;
  readonly label: number | null;
  readonly className: string | null;
  readonly picture: RowPicture;
}

/** A row to look at: pixels of an image, or its values, runs of which are averaged if there are many. */
export type RowPicture =
  | {
      readonly kind: 'image';
      readonly width: number;
      readonly height: number;
      readonly rgba: Uint8ClampedArray<ArrayBuffer>;
    }
  | { readonly kind: 'values'; readonly values: Float32Array };

/** More values can't be told apart in a small picture. */
const MOST_VALUES = 48;

export function shownRow(dataset: LabDataset, row: number): ShownRow {
  const label = dataset.labels?.[row] ?? null;
  return {
    row,
    id: dataset.ids?.[row] ?? `row ${row}`,
    label,
    className: classNameOf(dataset, label),
    picture: pictureOf(dataset, dataset.points.row(row)),
  };
}

/** The picture of a point of the dataset, or of one like it. */
export function pictureOf({ image }: Pick<LabDataset, 'image'>, values: Float32Array): RowPicture {
  if (!image) return { kind: 'values', values: meansOfRuns(values) };
  const { width, height } = image;
  return { kind: 'image', width, height, rgba: toRgba(image, values) };
}

/** A picture of the page as a point of this dataset of images. */
export function pointOf(image: ImageShape, rgba: Uint8ClampedArray): Float32Array {
  const { width, height, channels, planar } = image;
  const pixels = width * height;
  const values = new Float32Array(pixels * channels);
  for (let i = 0; i < pixels; i++) {
    const [r, g, b, a] = rgba.subarray(4 * i, 4 * i + 4);
    // Luma of ITU-R BT.601.
    const all = channels === 1 ? [0.299 * r + 0.587 * g + 0.114 * b] : [r, g, b, a];
    for (let c = 0; c < channels; c++) values[planar ? c * pixels + i : channels * i + c] = all[c];
  }
  return values;
}

function toRgba(
  { width, height, channels, planar }: ImageShape,
  values: Float32Array,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = width * height;
  const rgba = new Uint8ClampedArray(4 * pixels).fill(255);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < Math.max(3, channels); c++) {
      const from = Math.min(c, channels - 1);
      rgba[4 * i + c] = values[planar ? from * pixels + i : channels * i + from];
    }
  }
  return rgba;
}

function meansOfRuns(values: Float32Array): Float32Array {
  if (values.length <= MOST_VALUES) return values.slice();
  return Float32Array.from({ length: MOST_VALUES }, (_, i) => {
    const start = Math.floor((i * values.length) / MOST_VALUES);
    const end = Math.floor(((i + 1) * values.length) / MOST_VALUES);
    return values.subarray(start, end).reduce((sum, value) => sum + value, 0) / (end - start);
  });
}
