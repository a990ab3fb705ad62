import type { WalkthroughStepId } from '../../../evaluation/walkthrough/types.ts';
import { bitsFigure } from './bits.ts';
import { bucketFigure } from './bucket.ts';
import { dataFigure } from './data.ts';
import type { MakeFigure } from './figure.ts';
import { grhFigure } from './grh.ts';
import { hyperplanesFigure } from './hyperplanes.ts';
import { neighboursFigure } from './neighbours.ts';
import { splitFigure } from './split.ts';
import { tableFigure } from './table.ts';
import { toyFigure } from './toy.ts';

/** Who draws which step; what needs the charts loads them. */
export const FIGURES: { readonly [Id in WalkthroughStepId]: MakeFigure<Id> } = {
  data: dataFigure,
  hyperplanes: hyperplanesFigure,
  bits: bitsFigure,
  bucket: bucketFigure,
  table: tableFigure,
  split: splitFigure,
  neighbours: neighboursFigure,
  lsh: async (step) => (await import('./curves.ts')).lshFigure(step),
  grh: grhFigure,
  comparison: async (step) => (await import('./curves.ts')).comparisonFigure(step),
  toy: toyFigure,
};
