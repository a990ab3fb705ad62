import type {
  WalkthroughStep,
  WalkthroughStepId,
  WalkthroughStepOf,
} from '../../../evaluation/walkthrough/types.ts';
import type { DemoContext } from '../../shell/context.ts';
import type { RowPictures } from '../row-pictures.ts';
import type { HowState } from '../state.ts';

/** What figures find around them. */
export interface FigureContext {
  readonly demo: DemoContext;
  readonly pictures: RowPictures;
  /** Tells the step in other words, and lines: those of other settings. */
  retell(step: Pick<WalkthroughStep, 'text' | 'code'>): void;
  /** Puts changes into the address, in place of what is there, and shows them. */
  change(changes: Partial<HowState>): void;
}

/** What is drawn of a step. */
export interface Figure {
  readonly element: HTMLElement;
  /** The address says something else about the same step. */
  update?(state: HowState): void;
  dispose?(): void;
}

/** Draws a step of the story. */
export type MakeFigure<Id extends WalkthroughStepId> = (
  step: WalkthroughStepOf<Id>,
  state: HowState,
  context: FigureContext,
) => Figure | Promise<Figure>;
