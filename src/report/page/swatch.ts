import { svgElement } from './dom.ts';

/** How a method looks in every figure: told apart by colour, by mark and by dash. */
export interface MethodStyle {
  /** Of Okabe and Ito's palette; the theme decides which shade. */
  readonly colour: string;
  readonly symbol: 'circle' | 'triangle' | 'square' | 'diamond';
  readonly dash: string;
}

const SHAPES = {
  circle: 'M14 7m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0',
  triangle: 'M14 2l5 9h-10z',
  square: 'M10.5 3.5h7v7h-7z',
  diamond: 'M14 1.5l4 5.5l-4 5.5l-4 -5.5z',
};

/** The line and the mark of a style, to stand before a method's name. */
export function swatchOf({ colour, symbol, dash }: MethodStyle): SVGElement {
  const svg = svgElement('svg', { class: 'swatch', viewBox: '0 0 28 14', 'aria-hidden': 'true' });
  const line = { d: 'M0 7h28', stroke: colour, 'stroke-width': '2', 'stroke-dasharray': dash };
  svg.append(svgElement('path', line), svgElement('path', { d: SHAPES[symbol], fill: colour }));
  return svg;
}
