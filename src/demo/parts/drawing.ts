import { el } from '../../report/page/dom.ts';

/** Sides of a picture in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export type Rgba = Uint8ClampedArray<ArrayBuffer>;

/** Of the brush, in pixels of a picture of 28; it fades to its edge. */
const BRUSH = 1.9;
/** While a line is drawn, it is told this often. */
const TELL_MILLIS = 150;

/** What a pad tells. */
export interface DrawingEvents {
  /** Told while a line is drawn, now and then, and when it ends. */
  onDraw(rgba: Rgba): void;
  onClear?(): void;
}

/** A field to draw on, light on dark as the bundled pictures are: by mouse, pen or finger. */
export class DrawingPad {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #size: PictureSize;
  readonly #ink: Float32Array;
  readonly #events: DrawingEvents;
  #last: { x: number; y: number } | null = null;
  #told = 0;

  constructor(size: PictureSize, events: DrawingEvents) {
    this.#size = size;
    this.#events = events;
    this.#ink = new Float32Array(size.width * size.height);
    const sides = { width: String(size.width), height: String(size.height) };
    const name =
      'Drawing field: draw a piece of clothing by mouse or finger, or choose a picture above instead.';
    this.#canvas = el('canvas', { ...sides, class: 'pixels', role: 'img', 'aria-label': name });
    const clear = el('button', { type: 'button' }, 'Clear');
    clear.addEventListener('click', () => {
      this.clear();
      this.#events.onClear?.();
    });
    this.element = el('div', { class: 'pad' }, this.#canvas, clear);
    this.#listen();
    this.#show();
  }

  /** Grey values from 0 to 255, row by row. */
  get pixels(): Uint8Array {
    return Uint8Array.from(this.#ink, Math.round);
  }

  /** Shows grey values in place of what was drawn. */
  show(pixels: ArrayLike<number>): void {
    this.#ink.set(pixels);
    this.#show();
  }

  clear(): void {
    this.#ink.fill(0);
    this.#show();
  }

  #listen(): void {
    const canvas = this.#canvas;
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      this.#last = this.#placeOf(event);
      this.#lineTo(this.#last);
    });
    canvas.addEventListener('pointermove', (event) => {
      if (!this.#last) return;
      for (const each of event.getCoalescedEvents?.() ?? [event]) this.#lineTo(this.#placeOf(each));
      if (performance.now() - this.#told > TELL_MILLIS) this.#tell();
    });
    const end = () => {
      if (this.#last) this.#tell();
      this.#last = null;
    };
    canvas.addEventListener('pointerup', end);
    canvas.addEventListener('pointercancel', end);
  }

  #placeOf({ clientX, clientY }: PointerEvent): { x: number; y: number } {
    const box = this.#canvas.getBoundingClientRect();
    const { width, height } = this.#size;
    return {
      x: ((clientX - box.left) / box.width) * width,
      y: ((clientY - box.top) / box.height) * height,
    };
  }

  #lineTo(to: { x: number; y: number }): void {
    const from = this.#last ?? to;
    const steps = Math.max(1, Math.ceil(2 * Math.hypot(to.x - from.x, to.y - from.y)));
    for (let s = 1; s <= steps; s++) {
      this.#dab(from.x + ((to.x - from.x) * s) / steps, from.y + ((to.y - from.y) * s) / steps);
    }
    this.#last = to;
    this.#show();
  }

  #dab(x: number, y: number): void {
    const { width, height } = this.#size;
    const radius = (BRUSH * width) / 28;
    for (let row = Math.max(0, Math.floor(y - radius)); row < Math.min(height, y + radius); row++) {
      for (
        let col = Math.max(0, Math.floor(x - radius));
        col < Math.min(width, x + radius);
        col++
      ) {
        const distance = Math.hypot(col + 0.5 - x, row + 0.5 - y) / radius;
        const at = row * width + col;
        // Dabs of one line lie upon each other: the darkest stays.
        this.#ink[at] = Math.max(this.#ink[at], 255 * Math.min(1, 1.6 * Math.max(0, 1 - distance)));
      }
    }
  }

  #tell(): void {
    this.#told = performance.now();
    this.#events.onDraw(this.#rgba());
  }

  #rgba(): Rgba {
    const rgba = new Uint8ClampedArray(4 * this.#ink.length).fill(255);
    for (let i = 0; i < this.#ink.length; i++) rgba.fill(this.#ink[i], 4 * i, 4 * i + 3);
    return rgba;
  }

  #show(): void {
    const { width, height } = this.#size;
    this.#canvas.getContext('2d')?.putImageData(new ImageData(this.#rgba(), width, height), 0, 0);
  }
}

/**
 * A file's picture, fitted into a size. Pictures on a light ground are inverted, since those that it is
 * compared with are light on dark.
 *
 * @throws Error, in one line, if the browser can't read it.
 */
export async function readPicture(file: File, { width, height }: PictureSize): Promise<Rgba> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error(
      `${file.name} is no picture that this browser can read: give a PNG, JPEG, WebP or GIF file`,
    );
  }
  const scale = Math.min(width / bitmap.width, height / bitmap.height);
  const [w, h] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(scale * side)));
  const small = await createImageBitmap(bitmap, {
    resizeWidth: w,
    resizeHeight: h,
    resizeQuality: 'high',
  });
  bitmap.close();
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', {
    willReadFrequently: true,
  }) as OffscreenCanvasRenderingContext2D;
  const [left, top] = [Math.floor((width - w) / 2), Math.floor((height - h) / 2)];
  context.drawImage(small, left, top);
  small.close();
  const image = context.getImageData(0, 0, width, height);
  const isLight = meanOfEdge(context.getImageData(left, top, w, h)) > 127;
  return onDark(image.data, isLight);
}

/** The mean grey value along the edge. */
function meanOfEdge({ data, width, height }: ImageData): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x > 0 && x < width - 1 && y > 0 && y < height - 1) continue;
      const at = 4 * (y * width + x);
      sum += ((data[at] + data[at + 1] + data[at + 2]) / 3) * (data[at + 3] / 255);
      count++;
    }
  }
  return sum / count;
}

/** Opaque, on black. */
function onDark(data: Rgba, invert: boolean): Rgba {
  const out = new Uint8ClampedArray(data.length).fill(255);
  for (let at = 0; at < data.length; at += 4) {
    const opacity = data[at + 3] / 255;
    for (let c = 0; c < 3; c++) {
      out[at + c] = opacity * (invert ? 255 - data[at + c] : data[at + c]);
    }
  }
  return out;
}
