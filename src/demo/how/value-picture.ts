import { el } from '../../report/page/dom.ts';

type Colour = readonly [red: number, green: number, blue: number];

// Okabe and Ito's blue and vermilion, on the dark of the pictures.
const ABOVE: Colour = [86, 180, 233];
const BELOW: Colour = [230, 120, 0];

/**
 * Values as a picture, row by row, as square as their number allows: those of an image are the image. From
 * black to white between 0 and the largest, or about zero in two colours.
 */
export function valuePicture(
  values: Float32Array,
  label: string,
  isAboutZero: boolean,
): HTMLElement {
  const width = Math.ceil(Math.sqrt(values.length));
  const height = Math.ceil(values.length / width);
  const canvas = el('canvas', {
    class: 'pixels',
    width: String(width),
    height: String(height),
    role: 'img',
    'aria-label': label,
  });
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const image = context.createImageData(width, height);
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  for (const [i, value] of values.entries()) {
    image.data.set([...colourOf(value / most, isAboutZero), 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** The colour of a value from -1 to 1; those below 0 have one only about zero. */
export function colourOf(value: number, isAboutZero: boolean): Colour {
  if (!isAboutZero) {
    const grey = Math.round(255 * Math.max(0, value));
    return [grey, grey, grey];
  }
  const full = value >= 0 ? ABOVE : BELOW;
  // The root shows small values, of which there are most.
  const strength = Math.sqrt(Math.abs(value));
  return [strength * full[0], strength * full[1], strength * full[2]];
}
