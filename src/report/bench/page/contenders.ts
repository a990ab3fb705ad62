import { el, svgElement } from '../../page/dom.ts';

/** How a contender looks: told apart by colour and by mark. */
export interface ContenderStyle {
  readonly colour: string;
  readonly symbol: 'circle' | 'square' | 'triangle' | 'diamond';
  readonly text: string;
}

const STYLES: Readonly<Record<string, ContenderStyle>> = {
  'wasm-simd': { colour: 'var(--wasm-simd)', symbol: 'circle', text: 'WebAssembly with SIMD' },
  wasm: { colour: 'var(--wasm)', symbol: 'square', text: 'scalar WebAssembly' },
  typescript: { colour: 'var(--typescript)', symbol: 'triangle', text: 'tuned TypeScript' },
  naive: { colour: 'var(--naive)', symbol: 'diamond', text: 'TypeScript as written first' },
};
const OTHER: ContenderStyle = { colour: 'var(--ink)', symbol: 'diamond', text: '' };

const SHAPES = {
  circle: 'M7 7m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0',
  square: 'M3 3h8v8h-8z',
  triangle: 'M7 2l5.5 9.5h-11z',
  diamond: 'M7 1.5l4 5.5l-4 5.5l-4 -5.5z',
};

export function styleOf(contender: string): ContenderStyle {
  return Object.hasOwn(STYLES, contender) ? STYLES[contender] : OTHER;
}

/** The contender's mark and name. */
export function named(contender: string): HTMLElement {
  const { colour, symbol } = styleOf(contender);
  const svg = svgElement('svg', { class: 'swatch', viewBox: '0 0 14 14', 'aria-hidden': 'true' });
  svg.setAttribute('style', 'width: 14px');
  svg.append(svgElement('path', { d: SHAPES[symbol], fill: colour }));
  return el('span', { class: 'method' }, svg, contender);
}

/** What the marks of the charts stand for. */
export function legend(contenders: readonly string[]): HTMLElement {
  const items = contenders.map((contender) => {
    const { text } = styleOf(contender);
    return el('li', {}, named(contender), el('span', { class: 'quiet' }, text && `: ${text}`));
  });
  return el('ul', { class: 'legend' }, ...items);
}
