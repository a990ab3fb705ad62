import { el } from '../../report/page/dom.ts';

/** One term of a sum: a factor times a value, and whose it is. */
export interface Term {
  /** Stands above it: "A". */
  readonly name?: string | undefined;
  /** "1/3"; left out where the factor is 1. */
  readonly factor?: string | undefined;
  readonly value: string;
  /** A class of CSS, which gives the colour. */
  readonly look?: string | undefined;
}

/** A sum as it is written by hand. */
export interface Arithmetic {
  /** What is summed up. */
  readonly label: string;
  readonly terms: readonly Term[];
  readonly result: string;
  readonly resultLook?: string | undefined;
}

/**
 * A sum, term by term, each with its name above; it is plain text for those who hear it. It wraps where
 * there is no room.
 */
export function arithmetic({ label, terms, result, resultLook = '' }: Arithmetic): HTMLElement {
  return el(
    'p',
    { class: 'arithmetic' },
    el('span', { class: 'label' }, label),
    ' ',
    el(
      'span',
      { class: 'sum' },
      ...terms.flatMap((term, i) => (i > 0 ? [operator('+'), termOf(term)] : [termOf(term)])),
      operator('='),
      el('strong', { class: `result ${resultLook}` }, result),
    ),
  );
}

function termOf({ name, factor, value, look = '' }: Term): HTMLElement {
  const product = factor ? `${factor} × ${value}` : value;
  return el(
    'span',
    { class: `term ${look}` },
    ...(name ? [el('span', { class: 'whose' }, name), ' '] : []),
    el('span', { class: 'product' }, product),
  );
}

function operator(sign: string): HTMLElement {
  return el('span', { class: 'operator' }, ` ${sign} `);
}
