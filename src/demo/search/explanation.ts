import { el } from '../../report/page/dom.ts';
import { count } from '../../report/page/format.ts';
import type { Collection } from './collection.ts';

/** In plain words, how words find pictures here, and by which rules pictures have words. */
export function explain(items: Collection): HTMLElement[] {
  const { rules, sample, index } = items;
  const [first] = items.vocabulary.words.filter(({ field }) => field === 'name');
  const list = rulesOf(rules).map(([term, text]) => el('li', {}, el('b', {}, term), `: ${text}`));
  return [
    paragraphs(
      `Each picture is a list of ${index.dimensions} numbers, its pixels. A word is such a list too: the mean of ` +
        `the pictures that carry it in a sample of ${count(sample)} (“${first.names[0]}”: ` +
        `${first.pictures} pictures). Two words are added up. What is nearest to that is shown under its true ` +
        'name, and struck through where it is not what you asked for: you see where a mean goes wrong.',
      'To be quick, the index compares short codes first, a row of bits for each picture, and ranks only the ' +
        'most promising by all their numbers. The codes come first, so that you can search while the rest ' +
        'still arrives. “Recall” counts how many of the truly nearest pictures are shown.',
    ),
    el(
      'div',
      {},
      el('p', {}, 'Words that are no kind of clothes follow from the pixels, by rules:'),
      el('ul', {}, ...list),
      el(
        'p',
        {},
        'A mean can be dark or pale, but hardly patterned: patterns cancel out. The filters ask the rules ' +
          'themselves, and are always right.',
      ),
    ),
  ];
}

function paragraphs(...texts: string[]): HTMLElement {
  return el('div', {}, ...texts.map((text) => el('p', {}, text)));
}

function rulesOf({ brightness, step, ink, slim, wide }: Collection['rules']): [string, string][] {
  return [
    [
      'dark',
      `mean brightness below ${brightness.low} of 255, without the background (up to ${ink})`,
    ],
    ['pale', `above ${brightness.high}; each is a third of all pictures`],
    ['slim', `at most ${slim} of 28 pixels wide`],
    ['wide', `at least ${wide}`],
    ['plain', `a mean step below ${step.low} from pixel to pixel inside`],
    ['patterned', `above ${step.high}; each is a third again`],
  ];
}
