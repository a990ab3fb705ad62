import { el } from '../../report/page/dom.ts';
import { PIXELS, SIDE } from '../parts/pictures.ts';

/** Side of the place to draw on; the pen is about two pixels of a picture wide. */
const DRAWN = 10 * SIDE;
const PEN = 2.2 * 10;

/** A place to draw on, or to drop a picture on. */
export class Drawing {
  readonly #canvas = el('canvas', {
    width: String(DRAWN),
    height: String(DRAWN),
    class: 'drawing',
  });
  readonly #context = this.#canvas.getContext('2d', {
    willReadFrequently: true,
  }) as CanvasRenderingContext2D;
  readonly #file = el('input', {
    type: 'file',
    accept: 'image/*',
    class: 'unseen',
    tabindex: '-1',
  });
  readonly #changed: () => void;
  readonly element: HTMLElement;

  /** Whether nothing was drawn yet, which the hint says. */
  #empty = true;

  get isEmpty(): boolean {
    return this.#empty;
  }

  set isEmpty(isEmpty: boolean) {
    this.#empty = isEmpty;
    this.element.classList.toggle('begun', !isEmpty);
  }

  /** @param changed - called when there is another picture. */
  constructor(changed: () => void) {
    this.#changed = changed;
    this.#canvas.setAttribute('role', 'img');
    this.#canvas.setAttribute('aria-label', 'Place to draw on, or to drop a picture on');
    this.#file.setAttribute('aria-label', 'A picture');
    const open = el('button', { type: 'button' }, 'Open a picture …');
    open.addEventListener('click', () => this.#file.click());
    this.#file.addEventListener('change', () => void this.#read(this.#file.files?.[0]));
    const clear = el('button', { type: 'button' }, 'Clear');
    clear.addEventListener('click', () => this.clear());
    const buttons = el('p', { class: 'buttons' }, open, clear, this.#file);
    const hint = el('p', { class: 'hint', 'aria-hidden': 'true' }, 'draw here, or drop a picture');
    this.element = el('div', { class: 'draw' }, this.#canvas, hint, buttons);
    this.#drawByPointer();
    this.#takeDrops();
    this.#wipe();
  }

  /** Grey values of 28 x 28 pixels, white on black as those of the data. */
  get pixels(): Uint8Array {
    const small = el('canvas', { width: String(SIDE), height: String(SIDE) });
    const context = small.getContext('2d') as CanvasRenderingContext2D;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#canvas, 0, 0, SIDE, SIDE);
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    return Uint8Array.from({ length: PIXELS }, (_, i) =>
      Math.round((data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3),
    );
  }

  clear(): void {
    this.#wipe();
    this.isEmpty = true;
    this.#changed();
  }

  /** Shows a picture of 28 x 28 pixels, as what a result was. */
  show(picture: CanvasImageSource): void {
    this.#context.imageSmoothingEnabled = false;
    this.#context.drawImage(picture, 0, 0, DRAWN, DRAWN);
    this.#context.imageSmoothingEnabled = true;
    this.isEmpty = false;
    this.#changed();
  }

  #wipe(): void {
    this.#context.fillStyle = '#000';
    this.#context.fillRect(0, 0, DRAWN, DRAWN);
  }

  #drawByPointer(): void {
    const canvas = this.#canvas;
    const context = this.#context;
    const at = ({ clientX, clientY }: PointerEvent): [number, number] => {
      const { left, top, width } = canvas.getBoundingClientRect();
      return [((clientX - left) * DRAWN) / width, ((clientY - top) * DRAWN) / width];
    };
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      Object.assign(context, {
        strokeStyle: '#ddd',
        lineWidth: PEN,
        lineCap: 'round',
        lineJoin: 'round',
      });
      context.beginPath();
      context.moveTo(...at(event));
      context.lineTo(...at(event));
      context.stroke();
    });
    canvas.addEventListener('pointermove', (event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) return;
      context.lineTo(...at(event));
      context.stroke();
    });
    canvas.addEventListener('pointerup', () => {
      this.isEmpty = false;
      this.#changed();
    });
  }

  #takeDrops(): void {
    this.#canvas.addEventListener('dragover', (event) => event.preventDefault());
    this.#canvas.addEventListener('drop', (event) => {
      event.preventDefault();
      void this.#read(event.dataTransfer?.files[0]);
    });
  }

  /** Fits a picture in; light backgrounds become dark, as all others are. */
  async #read(file: File | undefined): Promise<void> {
    const picture = file && (await createImageBitmap(file).catch(() => null));
    if (!picture) return;
    this.#wipe();
    const scale = Math.min(DRAWN / picture.width, DRAWN / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    const context = this.#context;
    context.filter = isLight(picture) ? 'grayscale(1) invert(1)' : 'grayscale(1)';
    context.drawImage(picture, (DRAWN - width) / 2, (DRAWN - height) / 2, width, height);
    context.filter = 'none';
    this.isEmpty = false;
    this.#changed();
  }
}

/** Whether the corners are nearer to white than to black. */
function isLight(picture: ImageBitmap): boolean {
  const canvas = el('canvas', { width: '8', height: '8' });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillRect(0, 0, 8, 8);
  context.drawImage(picture, 0, 0, 8, 8);
  const { data } = context.getImageData(0, 0, 8, 8);
  const corners = [0, 7, 56, 63].map((i) => data[4 * i] + data[4 * i + 1] + data[4 * i + 2]);
  return corners.reduce((sum, each) => sum + each) > (4 * 3 * 255) / 2;
}
