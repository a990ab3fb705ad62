import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ArrayToWrite } from '../../src/data/arrays/numeric-bytes.ts';
import { writeSafetensors } from '../../src/data/safetensors/safetensors.ts';
import { zipOf } from '../support/make-archives.ts';
import { idx, matFile, matVariable, npy } from '../support/make-files.ts';

// One small labelled dataset in every format that the program reads.

export const ROWS = 240;
export const DIMENSIONS = 16;
export const CLASSES = 3;

/** Classes in turn. */
export const labels: readonly number[] = Array.from({ length: ROWS }, (_, row) => row % CLASSES);

/** Whole numbers from 0 to 255, which every format holds exactly; classes overlap. */
export const points: readonly number[] = makePoints();

function makePoints(): number[] {
  let state = 12345;
  const noise = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
  return Array.from({ length: ROWS * DIMENSIONS }, (_, i) => {
    const isOfClass = (i % DIMENSIONS) % CLASSES === labels[Math.floor(i / DIMENSIONS)];
    return Math.floor(150 * noise() + (isOfClass ? 70 : 0));
  });
}

/** `values` of a matrix by columns, as MATLAB stores them. */
function byColumns(values: readonly number[], rows: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, i) => {
    return values[(i % rows) * columns + Math.floor(i / rows)];
  });
}

/** Points that differ from the sound ones in one value. */
export function pointsWith(value: number): number[] {
  return points.map((old, i) => (i === 3 * DIMENSIONS + 5 ? value : old));
}

/** A .mat file with `X` and, unless null, `X_class`. */
export function mat(classes: readonly number[] | null = labels, compress = true): Uint8Array {
  const x = { name: 'X', shape: [ROWS, DIMENSIONS] };
  const parts = [matVariable({ ...x, values: byColumns(points, ROWS, DIMENSIONS), compress })];
  if (classes) {
    const shape = [classes.length, 1];
    parts.push(matVariable({ name: 'X_class', shape, values: [...classes], compress }));
  }
  return matFile(parts);
}

/** Arguments that name the dataset, written to `folder` in each format. */
export function writeDatasets(folder: string): Record<string, string[]> {
  const images = idx(points, [ROWS, 4, 4]);
  const floats = { shape: [ROWS, DIMENSIONS], dtype: 'float32' as const };
  const rows = labels.map((_, i) => points.slice(i * DIMENSIONS, (i + 1) * DIMENSIONS));
  const text = (lines: string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);
  const files: Record<string, Uint8Array> = {
    'points.npy': npy(points, [ROWS, DIMENSIONS]),
    'labels.npy': npy(labels, [ROWS], { type: 'i8' }),
    'points.idx': images,
    'points.idx.gz': gzipSync(images),
    'labels.idx': idx(labels, [ROWS]),
    'labels.idx.gz': gzipSync(idx(labels, [ROWS])),
    'points.mat': mat(),
    'both.npz': zipOf({
      'X.npy': npy(points, [ROWS, DIMENSIONS]),
      'y.npy': npy(labels, [ROWS], { type: 'u1' }),
    }),
    'both.safetensors': writeSafetensors(
      new Map<string, ArrayToWrite>([
        ['X', { ...floats, values: Float32Array.from(points) }],
        ['labels', { shape: [ROWS], dtype: 'int32', values: Int32Array.from(labels) }],
      ]),
    ),
    'both.csv': text(rows.map((row, i) => `${row.join(',')},${labels[i]}`)),
    'both.jsonl': text(rows.map((X, i) => JSON.stringify({ X, y: labels[i] }))),
    'labels.txt': text(labels.map(String)),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  return {
    npy: ['--data', 'points.npy', '--labels', 'labels.npy'],
    idx: ['--data', 'points.idx', '--labels', 'labels.idx'],
    'gzipped idx': ['--data', 'points.idx.gz', '--labels', 'labels.idx.gz'],
    mat: ['--data', 'points.mat'],
    npz: ['--data', 'both.npz'],
    safetensors: ['--data', 'both.safetensors'],
    csv: ['--data', 'both.csv', '--label-column', '-1'],
    'json lines': ['--data', 'both.jsonl'],
    'npy and text': ['--data', 'points.npy', '--labels', 'labels.txt'],
  };
}
