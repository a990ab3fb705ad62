import { describe, expect, test } from 'vitest';
import { Matrix } from '../../../../src/core/matrix.ts';
import type { Dataset } from '../../../../src/data/dataset/dataset.ts';
import { packImages } from '../../../../src/report/tutorial/images.ts';

function imagesOf(width: number, height: number, channels: number, values: number[]): Dataset {
  const cols = width * height * channels;
  const points = new Matrix(Float32Array.from(values), values.length / cols, cols);
  const labels = new Int32Array(points.rows);
  return { name: 'i', points, labels, classNames: null, image: { width, height, channels } };
}

const bytes = (text: string | undefined) => [...Buffer.from(text ?? '', 'base64')];

describe('packImages', () => {
  const tiny = imagesOf(2, 1, 3, [1, 2, 3, 4, 5, 255, 7, 8, 9, 10, 11, 12]);

  test('keeps the pixels of the rows asked for, each once', () => {
    const packed = packImages(tiny, [1, 0, 1]);
    expect(packed).toMatchObject({ width: 2, height: 1, channels: 3, shrunkBy: 1 });
    expect(Object.keys(packed?.pixels ?? {})).toEqual(['0', '1']);
    expect(bytes(packed?.pixels[0])).toEqual([1, 2, 3, 4, 5, 255]);
  });

  test('is null without images and without rows', () => {
    expect(packImages(tiny, [])).toBeNull();
    const { image: _, ...plain } = tiny;
    expect(packImages(plain, [0])).toBeNull();
  });

  test('averages squares of pixels to stay within the budget', () => {
    const values = [0, 10, 100, 20, 30, 200, 50, 70, 90];
    const packed = packImages(imagesOf(3, 3, 1, values), [0], 8);
    expect(packed).toMatchObject({ width: 2, height: 2, shrunkBy: 2 });
    expect(bytes(packed?.pixels[0])).toEqual([15, 150, 60, 90]);
  });

  test('stops at a single pixel', () => {
    expect(packImages(imagesOf(2, 2, 1, [0, 0, 4, 4]), [0], 1)).toMatchObject({ shrunkBy: 2 });
  });

  test('clamps values that are no bytes', () => {
    const packed = packImages(imagesOf(3, 1, 1, [-5, 300, 7.4]), [0]);
    expect(bytes(packed?.pixels[0])).toEqual([0, 255, 7]);
  });
});
