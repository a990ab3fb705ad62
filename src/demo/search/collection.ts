import { deleteFromIndexedDB } from '../../search/hash-index/indexed-db.ts';
import { openIndexWorker } from '../../workers/index-worker/open.ts';
import type {
  IndexProgress,
  IndexWorker,
  IndexWorkerResult,
} from '../../workers/index-worker/types.ts';
import { dataUrl, startWorker } from '../shell/assets.ts';
import { type FieldName, type Item, packPixels, unpackPixels } from './item.ts';
import { phraseVector, Vocabulary, type Word } from './words.ts';

/** Counted up when the files of data change, since what is kept belongs to them. */
const KEPT = { indexedDB: 'hashplane-demo-fashion-1' };
/** As many of the reader's own are read back. */
const OWN_LIMIT = 1000;

/** What people chose to see, by field. */
export type Filters = Readonly<Partial<Record<FieldName, string>>>;

export type Found = IndexWorkerResult<Item>;

/** What `words.json` says. */
interface WordsFile {
  readonly rows: number;
  readonly sample: number;
  readonly mean: readonly number[];
  readonly words: readonly Word[];
  readonly rules: Rules;
}

/** By which rules pictures have words; brightness and steps from 0 to 255, widths in pixels. */
export interface Rules {
  readonly ink: number;
  readonly slim: number;
  readonly wide: number;
  readonly brightness: { readonly low: number; readonly high: number };
  readonly step: { readonly low: number; readonly high: number };
}

/** The items, how they are searched, and what the reader adds. */
export class Collection {
  readonly index: IndexWorker<Item>;
  readonly #file: WordsFile;
  #own: Word[] = [];
  #vocabulary: Vocabulary;

  /** Resolves once the codes and the words are there. */
  static async open(
    onProgress: (progress: IndexProgress) => void,
    signal: AbortSignal,
  ): Promise<Collection> {
    const opening = openIndexWorker<Item>({
      worker: () => startWorker('indexWorker'),
      source: { ...KEPT, else: dataUrl('fashion.index') },
      onProgress,
      signal,
    });
    const words = fetchWords(signal);
    words.catch(() => opening.then((index) => index.close()).catch(() => {}));
    const [index, file] = await Promise.all([opening, words]);
    const collection = new Collection(index, file);
    await collection.#readOwn();
    return collection;
  }

  private constructor(index: IndexWorker<Item>, file: WordsFile) {
    this.index = index;
    this.#file = file;
    this.#vocabulary = new Vocabulary(file.words);
  }

  get vocabulary(): Vocabulary {
    return this.#vocabulary;
  }

  get sample(): number {
    return this.#file.sample;
  }

  get rules(): Rules {
    return this.#file.rules;
  }

  /** How many items the reader has added. */
  get ownCount(): number {
    return this.#own.reduce((sum, { pictures }) => sum + pictures, 0);
  }

  /** The vector of words; of none it is 0, which is equally near to all. */
  vectorOf(words: readonly Word[]): Float32Array {
    return phraseVector(words, this.#file.mean.length);
  }

  /** The vector of a picture: what differs from the mean picture. */
  vectorOfPixels(pixels: ArrayLike<number>): Float32Array {
    return Float32Array.from(this.#file.mean, (mean, j) => pixels[j] - mean);
  }

  search(
    vector: Float32Array,
    k: number,
    filters: Filters,
    options: { readonly signal: AbortSignal; readonly recall?: number },
  ): Promise<Found> {
    return this.index.search(vector, { k, where: filters, ...options });
  }

  /** Adds a picture under a name. It can be found at once; `keep` keeps it. */
  async add(name: string, pixels: Uint8Array): Promise<void> {
    const item: Item = { name, own: true, pixels: packPixels(pixels) };
    const id = `own ${Date.now()} ${name}`;
    await this.index.add([this.vectorOfPixels(pixels)], [id], [item]);
    await this.#readOwn();
  }

  /**
   * Keeps the index in this browser, with what was added.
   *
   * @throws FileError if another tab writes to it, or the browser has no room.
   */
  keep(): Promise<void> {
    return this.index.saveTo(KEPT);
  }

  /** Takes away what the reader added, here and from what is kept. */
  async forget(): Promise<void> {
    const ids = (await this.index.ids()).filter((id) => typeof id === 'string');
    await this.index.remove(ids);
    await deleteFromIndexedDB(KEPT.indexedDB);
    await this.#readOwn();
  }

  /** Names of the reader's own become words: means of the pictures that carry them. */
  async #readOwn(): Promise<void> {
    const nothing = this.vectorOf([]);
    const { neighbours } = await this.index.search(nothing, { k: OWN_LIMIT, where: { own: true } });
    const pictures = new Map<string, Float32Array[]>();
    for (const { document } of neighbours) {
      if (!document?.pixels) continue;
      const vector = this.vectorOfPixels(unpackPixels(document.pixels));
      const list = pictures.get(document.name) ?? [];
      pictures.set(document.name, [...list, vector]);
    }
    this.#own = [...pictures].map(([name, vectors]) => ownWord(name, vectors));
    this.#vocabulary = new Vocabulary([...this.#own, ...this.#file.words]);
  }
}

function ownWord(name: string, vectors: readonly Float32Array[]): Word {
  const sum = vectors[0].map((_, j) => vectors.reduce((total, each) => total + each[j], 0));
  const vector = Array.from(sum, (value) => value / vectors.length);
  return { names: [name], field: 'name', value: name, pictures: vectors.length, vector };
}

async function fetchWords(signal: AbortSignal): Promise<WordsFile> {
  const url = dataUrl('words.json');
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url} can't be loaded: ${response.status}`);
  return response.json();
}
