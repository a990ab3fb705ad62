import { el } from '../../report/page/dom.ts';
import { dataUrl, startWorker } from '../shell/assets.ts';
import type { FromPictures } from './pictures-worker.ts';

/** Side of the bundled pictures in pixels. */
export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
/** An IDX file begins with its kind and three sizes. */
const HEADER = 16;

/**
 * The bundled pictures: one file, whose rows can be drawn as they come.
 */
export class Pictures {
  #bytes = new Uint8Array(0);
  #loaded = 0;
  #loading: Promise<void> | null = null;
  /** The rows that canvases wait for. */
  #waiting = new Map<HTMLCanvasElement, number>();

  /** How many pictures have come. */
  get count(): number {
    return Math.max(0, Math.floor((this.#loaded - HEADER) / PIXELS));
  }

  /** Resolves once all are here. */
  load(): Promise<void> {
    this.#loading ??= this.#load().catch((error) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  /** The pixels of a row, from 0 to 255; null if it has not come yet. */
  pixels(row: number): Uint8Array | null {
    const start = HEADER + row * PIXELS;
    return row < this.count ? this.#bytes.subarray(start, start + PIXELS) : null;
  }

  /** A picture that appears when its row has come; its room is reserved. */
  draw(row: number, label: string): HTMLCanvasElement {
    const canvas = pictureCanvas(label);
    this.drawOn(canvas, row);
    return canvas;
  }

  /** Draws a row on a canvas in place of what is there, when it has come. Null: nothing. */
  drawOn(canvas: HTMLCanvasElement, row: number | null): void {
    this.#waiting.delete(canvas);
    const pixels = row === null ? null : this.pixels(row);
    if (pixels) {
      drawPixels(canvas, pixels);
      return;
    }
    clearPicture(canvas);
    if (row === null) return;
    this.#waiting.set(canvas, row);
    this.load().catch(() => {});
  }

  #load(): Promise<void> {
    this.#loaded = 0;
    const worker = startWorker('pictures');
    return new Promise<void>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<FromPictures>) => {
        if ('error' in data) reject(new Error(data.error));
        else if (data.bytes) this.#take(data.bytes);
        else resolve();
      });
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new Error(`the pictures can't be loaded: ${event.message}`));
      });
      worker.postMessage(dataUrl('images.bin'));
    }).finally(() => worker.terminate());
  }

  #take(chunk: Uint8Array): void {
    if (this.#loaded === 0) {
      const rows = new DataView(chunk.buffer, chunk.byteOffset).getUint32(4);
      this.#bytes = new Uint8Array(HEADER + rows * PIXELS);
    }
    this.#bytes.set(chunk, this.#loaded);
    this.#loaded += chunk.length;
    for (const [canvas, row] of this.#waiting) {
      const pixels = this.pixels(row);
      if (!pixels) continue;
      this.#waiting.delete(canvas);
      drawPixels(canvas, pixels);
    }
  }
}

/** An empty canvas of a picture's size. */
export function pictureCanvas(label: string): HTMLCanvasElement {
  const size = String(SIDE);
  const attributes = { width: size, height: size, class: 'pixels', role: 'img' };
  return el('canvas', { ...attributes, 'aria-label': label });
}

/** Draws grey values from 0 to 255. */
export function drawPixels(canvas: HTMLCanvasElement, pixels: ArrayLike<number>): void {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const image = context.createImageData(SIDE, SIDE);
  for (let i = 0; i < PIXELS; i++) {
    // White on black, as the data has them.
    image.data.fill(pixels[i], 4 * i, 4 * i + 3);
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

export function clearPicture(canvas: HTMLCanvasElement): void {
  canvas.getContext('2d')?.clearRect(0, 0, SIDE, SIDE);
}
