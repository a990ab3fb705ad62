import { el, svgElement } from '../../report/page/dom.ts';
import type { RowPicture, ShownRow } from '../lab/shown-rows.ts';

/** A row to look at: its image, or its values as bars up and down from a line. */
export function rowPicture(picture: RowPicture, name: string): HTMLElement | SVGElement {
  return picture.kind === 'image' ? imageOf(picture, name) : barsOf(picture.values, name);
}

/** What a row is called where its picture is not seen. */
export function nameOfRow({
  id,
  row,
  className,
}: Pick<ShownRow, 'id' | 'row' | 'className'>): string {
  const which = id === `row ${row}` ? id : `${id} (row ${row})`;
  return className === null ? which : `${className}, ${which}`;
}

type Image = Extract<RowPicture, { kind: 'image' }>;

function imageOf({ width, height, rgba }: Image, name: string): HTMLCanvasElement {
  const size = { width: String(width), height: String(height) };
  const canvas = el('canvas', {
    ...size,
    class: 'pixels picture',
    role: 'img',
    'aria-label': name,
  });
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas;
}

function barsOf(values: Float32Array, name: string): SVGElement {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const height = (value: number) => ((-20 * value) / largest).toFixed(2);
  const bars = Array.from(values, (value, i) => `M${i + 0.5} 0V${height(value)}`);
  const below = values.some((value) => value < 0) ? 20 : 0;
  const svg = svgElement('svg', {
    viewBox: `0 -20 ${values.length} ${20 + below}`,
    preserveAspectRatio: 'none',
    class: 'picture values',
    role: 'img',
    'aria-label': name,
  });
  svg.append(svgElement('path', { d: bars.join('') }));
  return svg;
}
