import { el } from '../../page/dom.ts';
import type { ReportData } from '../data.ts';
import type { PackedImages } from '../images.ts';

/** About how wide an image is shown, in CSS pixels; always a whole multiple of its own width. */
const SHOWN = 56;

/** A row of the dataset as its image with the class below it, or as the class alone. */
export function picture(data: ReportData, row: number, mark?: boolean): HTMLElement {
  const name = data.classes[row];
  const text = el('span', { class: 'name' }, name);
  const image = data.images && drawn(data.images, row);
  if (image) {
    image.setAttribute('role', 'img');
    image.setAttribute('aria-label', `row ${row}`);
  }
  const kind = mark === undefined ? '' : mark ? ' right' : ' wrong';
  const badge = mark === undefined ? [] : [tick(mark)];
  const frame = el('span', { class: 'frame', title: `${name}, row ${row}` }, ...badge);
  if (image) frame.prepend(image);
  else frame.prepend(text);
  const parts = image ? [frame, text] : [frame];
  return el('span', { class: `picture${kind}${image ? '' : ' bare'}` }, ...parts);
}

/** Says in words and by its shape what the frame says by its colour. */
function tick(right: boolean): HTMLElement {
  const badge = el('span', { class: 'tick', role: 'img' }, right ? '✓' : '×');
  badge.setAttribute('aria-label', right ? 'right class' : 'other class');
  return badge;
}

/** Whole multiples alone show every pixel as large as the others. */
export function shownWidth({ width }: PackedImages): number {
  return width * Math.max(1, Math.round(SHOWN / width));
}

function drawn(images: PackedImages, row: number): HTMLCanvasElement | null {
  const { width, height, channels } = images;
  const text = images.pixels[row];
  const canvas = el('canvas', { width: String(width), height: String(height) });
  const context = canvas.getContext('2d');
  if (!text || !context) return null;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const target = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) {
      target.data[i * 4 + c] = bytes[i * channels + (channels === 1 ? 0 : c)];
    }
    target.data[i * 4 + 3] = channels === 4 ? bytes[i * 4 + 3] : 255;
  }
  context.putImageData(target, 0, 0);
  canvas.style.width = `${shownWidth(images)}px`;
  return canvas;
}
