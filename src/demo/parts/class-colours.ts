import { el } from '../../report/page/dom.ts';

/** Colours that the style sheet has; more classes than that share them, and are told apart by name. */
const COLOURS = 12;

/** A class by its colour and its name. */
export function classChip(label: number, name: string): HTMLElement {
  const dot = el('span', { class: `dot ${colourOf(label)}`, 'aria-hidden': 'true' });
  return el('span', { class: 'class-chip' }, dot, name);
}

/** The style class that sets `--class-colour`. */
export function colourOf(label: number): string {
  return `class-${((label % COLOURS) + COLOURS) % COLOURS}`;
}
