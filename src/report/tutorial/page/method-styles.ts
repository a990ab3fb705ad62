import type { TutorialMethod } from '../../../evaluation/tutorial/result.ts';
import { type MethodStyle, swatchOf } from '../../page/swatch.ts';

const STYLES: Readonly<Record<TutorialMethod, MethodStyle>> = {
  LSH: { colour: 'var(--lsh)', symbol: 'circle', dash: 'none' },
  'GRH (tutorial)': { colour: 'var(--grh-tutorial)', symbol: 'triangle', dash: '7 4' },
  'GRH (paper)': { colour: 'var(--grh-paper)', symbol: 'square', dash: '2 3' },
};

export function styleOf(method: TutorialMethod): MethodStyle {
  return STYLES[method];
}

/** The method's line and mark, to stand before its name. */
export function swatch(method: TutorialMethod): SVGElement {
  return swatchOf(styleOf(method));
}
