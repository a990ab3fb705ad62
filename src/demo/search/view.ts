import { el } from '../../report/page/dom.ts';
import { codeTabs } from '../parts/code-tabs.ts';
import type { DemoContext, MountView, View } from '../shell/context.ts';
import { AddForm } from './add-form.ts';
import { Arrival } from './arrival.ts';
import { CODE } from './code.ts';
import { Collection, type Found } from './collection.ts';
import { explain } from './explanation.ts';
import { FilterBar } from './filters.ts';
import { FIELDS, unpackPixels } from './item.ts';
import { Numbers } from './numbers.ts';
import { type Chosen, carries, Results } from './results.ts';
import { SearchBox } from './search-box.ts';
import { Searcher } from './searcher.ts';
import type { Phrase } from './words.ts';

export const mount: MountView = (place, context) => new SearchView(place, context);

const NOTHING: Phrase = { words: [], read: [], unknown: [] };

/** Search as you type over the bundled images. */
class SearchView implements View {
  readonly #context: DemoContext;
  readonly #ending = new AbortController();
  readonly #arrival = new Arrival();
  readonly #numbers = new Numbers();
  readonly #results: Results;
  readonly #box = new SearchBox((event) => this.#typed(event));
  readonly #filters = new FilterBar(() => this.#changed());
  readonly #collection: Promise<Collection>;
  readonly #about = el('div', { class: 'about' });
  #add: AddForm | null = null;
  #items: Collection | null = null;
  #searcher: Searcher | null = null;
  /** When the key was pressed whose results are awaited. */
  #pressed: number | null = null;
  #phrase = NOTHING;
  /** The row of the picture whose like is searched for, in place of words. */
  #like: number | null = null;

  constructor(place: HTMLElement, context: DemoContext) {
    this.#context = context;
    this.#results = new Results(context.pictures, (chosen) => void this.#take(chosen));
    this.#collection = this.#open();
    // What keeps it from opening is said in the page; who leaves before need not be told.
    this.#collection.catch(() => {});
    place.append(
      el('h1', {}, 'Search as you type'),
      el(
        'p',
        { class: 'lead' },
        'Ten thousand pictures of clothes, searched by what they look like with every key you press. ' +
          'The index is in this browser: no server is asked.',
      ),
      this.#box.element,
      el('div', { class: 'under' }, this.#filters.element, this.#arrival.element),
      this.#numbers.element,
      this.#results.element,
    );
    void this.#mountRest(place);
  }

  /** What stands below the first screen, a task each, so that none is long on a slow machine. */
  async #mountRest(place: HTMLElement): Promise<void> {
    const { announce } = this.#context;
    const makers = [
      () => section('How words find pictures', this.#about),
      () => {
        const changed = (name: string | null) => this.#itemsChanged(name);
        this.#add = new AddForm(this.#collection, { changed, announce });
        return section('Add this', addText(), this.#add.element);
      },
      () => section('The lines that do it', codeTabs('Code', CODE, announce)),
    ];
    for (const make of makers) {
      await painted();
      if (this.#ending.signal.aborted) return;
      place.append(make());
    }
  }

  update(parameters: URLSearchParams): void {
    const like = Number(parameters.get('like') ?? Number.NaN);
    this.#like = Number.isInteger(like) && like >= 0 ? like : null;
    this.#box.text = this.#like === null ? (parameters.get('q') ?? '') : '';
    const filters = Object.keys(FIELDS).map((field) => [field, parameters.get(field) ?? '']);
    this.#filters.value = Object.fromEntries(filters.filter(([, value]) => value !== ''));
    this.#search();
  }

  dispose(): void {
    this.#searcher?.stop();
    this.#numbers.dispose();
    this.#ending.abort();
    this.#items?.index.close().catch(() => {});
  }

  async #open(): Promise<Collection> {
    const { signal } = this.#ending;
    try {
      const items = await Collection.open((progress) => this.#arrival.tell(progress), signal);
      this.#use(items);
      return items;
    } catch (error) {
      if (!signal.aborted)
        this.#arrival.fail(`The index can't be opened: ${(error as Error).message}`);
      throw error;
    }
  }

  #use(items: Collection): void {
    this.#items = items;
    this.#searcher = new Searcher(items, {
      found: (found) => this.#show(found),
      compared: (recall) => this.#numbers.tellRecall(recall, recall ? '' : 'once vectors are here'),
      failed: (error) => this.#arrival.fail(error.message),
    });
    this.#offer();
    this.#about.replaceChildren(...explain(items));
    this.#search();
    items.index.complete.then(
      () => this.#search(),
      (error: Error) => this.#arrival.fail(`The vectors don't come: ${error.message}`),
    );
  }

  #offer(): void {
    if (!this.#items) return;
    const { words } = this.#items.vocabulary;
    this.#filters.offer(words);
    this.#box.offer(words);
  }

  #typed({ timeStamp }: Event): void {
    this.#pressed = timeStamp;
    this.#like = null;
    this.#changed();
  }

  /** The reader changed what is searched for: the address says it too. */
  #changed(): void {
    const { text } = this.#box;
    const words = this.#like === null ? { ...(text !== '' && { q: text }) } : { like: this.#like };
    const parameters = { ...words, ...this.#filters.value } as Record<string, string | number>;
    this.#context.navigate('search', parameters, { replace: true });
    this.#search();
  }

  #search(): void {
    if (!this.#items || !this.#searcher) return;
    const filters = this.#filters.value;
    if (this.#like !== null) {
      void this.#searchLike(this.#like);
      return;
    }
    this.#phrase = this.#items.vocabulary.read(this.#box.text);
    this.#box.tell(this.#phrase);
    this.#searcher.ask({ vector: this.#items.vectorOf(this.#phrase.words), filters });
  }

  async #searchLike(row: number): Promise<void> {
    this.#phrase = NOTHING;
    this.#box.tellLike(row);
    await this.#context.pictures.load().catch(() => {});
    const pixels = this.#context.pictures.pixels(row);
    if (this.#like !== row || !pixels || !this.#items) return;
    const vector = this.#items.vectorOfPixels(pixels);
    this.#searcher?.ask({ vector, filters: this.#filters.value });
  }

  #show({ neighbours, candidates }: Found): void {
    const { words } = this.#phrase;
    this.#results.show(neighbours, words);
    if (neighbours.length === 0) this.#box.tellNothing();
    if (this.#pressed !== null) this.#numbers.tellTime(performance.now() - this.#pressed);
    this.#pressed = null;
    const right = neighbours.filter(({ document }) => document && carries(document, words)).length;
    const asked = words.length > 0 ? words.map(({ names }) => names[0]).join(' ') : null;
    this.#numbers.tellRight(right, neighbours.length, asked);
    this.#numbers.tellRanked(candidates, this.#items?.index.size ?? 0);
    const first = neighbours[0]?.document?.name ?? 'nothing';
    this.#context.announce(`${neighbours.length} pictures, the nearest: ${first}`);
  }

  /** A result was chosen: what looks like it is searched for, and it can be added under another name. */
  async #take({ id, item }: Chosen): Promise<void> {
    const pixels = item.pixels
      ? unpackPixels(item.pixels)
      : this.#context.pictures.pixels(Number(id));
    if (pixels) this.#add?.drawing.show(pixels);
    if (typeof id === 'number') {
      this.#context.navigate('search', { like: id, ...this.#filters.value } as Record<
        string,
        string | number
      >);
    } else {
      this.#box.text = item.name;
      this.#like = null;
      this.#changed();
    }
  }

  #itemsChanged(name: string | null): void {
    this.#offer();
    if (name !== null) {
      this.#box.text = name;
      this.#like = null;
    }
    this.#changed();
  }
}

function section(title: string, ...children: Node[]): HTMLElement {
  return el('section', {}, el('h2', {}, title), ...children);
}

function addText(): HTMLElement {
  return el(
    'p',
    {},
    'Draw something, drop a picture, or choose one of the results above, and give it a name. It is searched ' +
      'at once, by that name too, and the index with it is kept in this browser.',
  );
}

/** Resolves in a task of its own after the next frame, or where there are none, soon. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    const next = () => setTimeout(resolve);
    if (document.hidden) next();
    else requestAnimationFrame(next);
  });
}
