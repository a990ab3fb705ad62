import { describe, expect, it } from 'vitest';
import { packThumbnail, unpackThumbnail } from '../../../../src/demo/lab/thumbnail.ts';

describe('small pictures in documents', () => {
  it('keep the heights of values', () => {
    const values = Float32Array.of(0, 2, -1, 0.5);
    const text = packThumbnail({ kind: 'values', values });
    expect(unpackThumbnail(text)).toEqual({
      kind: 'values',
      values: Float32Array.of(0, 127, -63, 32),
    });
  });

  it('thin images out by means', () => {
    const rgba = new Uint8ClampedArray(4 * 28 * 28).fill(255);
    // The left half is black.
    for (let i = 0; i < 28 * 28; i++) if (i % 28 < 14) rgba.fill(0, 4 * i, 4 * i + 3);
    const small = unpackThumbnail(packThumbnail({ kind: 'image', width: 28, height: 28, rgba }));
    expect(small).toMatchObject({ kind: 'image', width: 14, height: 14 });
    const row = 'rgba' in small ? Array.from({ length: 14 }, (_, x) => small.rgba[4 * x]) : [];
    expect(row).toEqual([0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255]);
  });
});
