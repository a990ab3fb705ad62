import { el } from '../../report/page/dom.ts';
import { count } from '../../report/page/format.ts';
import type { DemoContext, MountView, View } from '../shell/context.ts';
import { EmojiCollection, fetchUnpacked } from './emoji.ts';
import { SHOWN, Tiles } from './tiles.ts';

export const mount: MountView = (place, context) => new EmojiView(place, context);

const EXAMPLES = ['cat', 'angry face', 'fruit', 'clock', 'red heart', 'train', 'music'];
/** As many words are said of a picture. */
const WORDS = 16;

/** Words find pictures, and pictures find words: emoji that were not learned from. */
class EmojiView implements View {
  readonly #context: DemoContext;
  readonly #ending = new AbortController();
  readonly #tiles = new Tiles((row) => this.#context.navigate('emoji', { like: row }));
  readonly #input = el('input', {
    id: 'query',
    type: 'search',
    placeholder: 'cat, angry face, fruit …',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    enterkeyhint: 'search',
    'aria-describedby': 'understood',
  });
  readonly #understood = el('p', { id: 'understood', role: 'status' });
  readonly #said = el('p', { class: 'chips said' });
  readonly #about = el('div', { class: 'about' });
  #items: EmojiCollection | null = null;
  /** The emoji whose words are asked for, in place of words that are typed. */
  #like: number | null = null;

  constructor(place: HTMLElement, context: DemoContext) {
    this.#context = context;
    const label = el('label', { for: 'query', class: 'unseen' }, 'Words');
    const chips = el('p', { class: 'chips' }, el('span', {}, 'Try '));
    for (const example of EXAMPLES) chips.append(this.#chip(example));
    this.#input.addEventListener('input', () => this.#typed());
    place.append(
      el('h1', {}, 'Words find pictures'),
      el(
        'p',
        { class: 'lead' },
        'Words and pictures have codes of one kind, which lie near each other where they belong together. ' +
          'What is searched here are the pictures alone, and none of them was learned from.',
      ),
      el('div', { class: 'search-box' }, label, this.#input, this.#understood, chips),
      this.#tiles.element,
      this.#said,
      el('section', {}, el('h2', {}, 'How a word finds a picture'), this.#about),
    );
    this.#open().catch((error: Error) => {
      if (!this.#ending.signal.aborted) {
        this.#understood.textContent = `The emoji can't be opened: ${error.message}`;
      }
    });
  }

  update(parameters: URLSearchParams): void {
    const like = Number(parameters.get('like') ?? Number.NaN);
    this.#like = Number.isInteger(like) && like >= 0 ? like : null;
    const text = this.#like === null ? (parameters.get('q') ?? '') : '';
    if (this.#input.value !== text) this.#input.value = text;
    this.#show();
  }

  dispose(): void {
    this.#ending.abort();
    this.#items?.dispose();
  }

  async #open(): Promise<void> {
    const { signal } = this.#ending;
    const pictures = fetchUnpacked('emoji-pictures.bin', signal);
    pictures.catch(() => {});
    this.#items = await EmojiCollection.open(signal);
    this.#about.replaceChildren(...explain(this.#items));
    this.#show();
    this.#tiles.pixels = await pictures;
  }

  #typed(): void {
    this.#like = null;
    const { value } = this.#input;
    this.#context.navigate('emoji', value === '' ? {} : { q: value }, { replace: true });
    this.#show();
  }

  #chip(text: string): HTMLElement {
    const chip = el('button', { type: 'button' }, text);
    chip.addEventListener('click', () => {
      this.#input.value = text;
      this.#typed();
    });
    return chip;
  }

  #show(): void {
    if (!this.#items) return;
    const like = this.#like;
    if (like !== null && like < this.#items.emoji.length) this.#showLike(this.#items, like);
    else this.#showWords(this.#items);
  }

  #showWords(items: EmojiCollection): void {
    const { places, unknown } = items.phrases.read(this.#input.value);
    const found = items.findByWords(places, SHOWN);
    const carries = (row: number) => items.emoji[row].words.some((word) => places.includes(word));
    const groupOf = (row: number) => items.groups[items.emoji[row].group];
    this.#tiles.show(found, items.emoji, (row) => ({
      about: groupOf(row),
      isRight: places.length === 0 || carries(row),
    }));
    this.#said.replaceChildren();
    const notKnown = unknown.length > 0 ? ` Not known: ${unknown.join(', ')}.` : '';
    if (places.length === 0) {
      this.#understood.textContent = `Nothing that is known is typed yet.${notKnown}`;
      return;
    }
    const right = found.filter(({ row }) => carries(row)).length;
    const all = items.emoji.filter((_, row) => carries(row)).length;
    const byChance = (all * found.length) / items.emoji.length;
    const words = places.map((place) => items.phrases.words[place][0]).join(' + ');
    this.#understood.textContent =
      `Looking for ${words}: ${right} of ${found.length} have such a word (${byChance.toFixed(1)} by ` +
      `chance), the others are struck through.${notKnown}`;
    this.#context.announce(`${found.length} emoji, the nearest: ${items.emoji[found[0].row].name}`);
  }

  #showLike(items: EmojiCollection, row: number): void {
    const { name } = items.emoji[row];
    const found = items.findLike(row, SHOWN);
    this.#tiles.show(found, items.emoji, (other) => ({
      about: items.groups[items.emoji[other].group],
      isRight: true,
    }));
    const own = new Set(items.emoji[row].words);
    const words = items.wordsOf(row, WORDS).map(({ row: place }) => {
      const chip = this.#chip(items.phrases.words[place][0]);
      chip.classList.toggle('own', own.has(place));
      return chip;
    });
    this.#understood.textContent = `Looking for what is like “${name}”, by its picture alone.`;
    this.#said.replaceChildren(
      el('span', {}, `Words that the picture of “${name}” finds `),
      ...words,
    );
    this.#context.announce(`${found.length} emoji like ${name}`);
  }
}

/** In plain words, what was learned and what is searched. */
function explain(items: EmojiCollection): HTMLElement[] {
  const { learned, kinds, emoji, phrases, bits } = items;
  return [
    el(
      'p',
      {},
      `Of ${count(learned)} emoji, in ${kinds} kinds, both the picture and the words (name and keywords) were ` +
        `learned from. Since then a picture gives a code of ${bits} bits, and words give one too: here, in this browser, with ` +
        `every key you press. The other ${count(emoji.length)} emoji are searched by the codes of their ` +
        'pictures; variants of one emoji are all on one side. Their words serve for counting alone.',
    ),
    el(
      'p',
      {},
      `${count(phrases.words.length)} words are known. Choose an emoji, and the words are shown whose codes are ` +
        'nearest to that of its picture; those that it really has stand out.',
    ),
  ];
}
