import { HashCodes, hammingDistance } from '../../core/hash-codes.ts';
import { createKernels } from '../../kernels/create.ts';
import { type FittedHasher, loadHasher } from '../../models/fitted-hasher.ts';
import { dataUrl } from '../shell/assets.ts';
import { Phrases, type WeightedWord } from './phrase.ts';

/** An emoji that was not learned from. */
export interface Emoji {
  readonly name: string;
  /** Number of its group. */
  readonly group: number;
  /** Places in the vocabulary. */
  readonly words: readonly number[];
}

/** What `emoji.json` says. */
interface EmojiFile {
  readonly groups: readonly string[];
  readonly emoji: readonly Emoji[];
  readonly words: readonly WeightedWord[];
  readonly bits: number;
  /** Codes of the pictures, and of each word alone, in base64. */
  readonly pictureCodes: string;
  readonly wordCodes: string;
  /** How many emoji were learned from, and in how many kinds. */
  readonly learned: number;
  readonly kinds: number;
}

/** An emoji, or a word, that was found. */
export interface FoundRow {
  readonly row: number;
  /** Bits in which its code differs. */
  readonly distance: number;
}

/** Emoji with the codes of their pictures, and the hasher that makes codes of words. */
export class EmojiCollection {
  readonly groups: readonly string[];
  readonly emoji: readonly Emoji[];
  readonly phrases: Phrases;
  readonly learned: number;
  readonly kinds: number;
  readonly bits: number;
  readonly #hasher: FittedHasher;
  readonly #pictures: HashCodes;
  readonly #words: HashCodes;

  static async open(signal: AbortSignal): Promise<EmojiCollection> {
    const [file, bytes, kernels] = await Promise.all([
      fetchData('emoji.json', signal).then((response) => response.json() as Promise<EmojiFile>),
      fetchUnpacked('emoji-texts.bin', signal),
      createKernels(),
    ]);
    return new EmojiCollection(file, loadHasher(kernels, bytes));
  }

  private constructor(file: EmojiFile, hasher: FittedHasher) {
    this.groups = file.groups;
    this.emoji = file.emoji;
    this.learned = file.learned;
    this.kinds = file.kinds;
    this.bits = file.bits;
    this.phrases = new Phrases(file.words);
    this.#hasher = hasher;
    this.#pictures = codesOf(file.pictureCodes, file.bits);
    this.#words = codesOf(file.wordCodes, file.bits);
  }

  /** Emoji whose picture's code is nearest to the code of some words. */
  findByWords(places: readonly number[], count: number): FoundRow[] {
    const code = this.#hasher.encode(this.phrases.vectorOf(places));
    return nearest(this.#pictures, code.code(0), count);
  }

  /** Emoji whose picture's code is nearest to that of one of them. */
  findLike(row: number, count: number): FoundRow[] {
    return nearest(this.#pictures, this.#pictures.code(row), count);
  }

  /** Words whose code is nearest to that of a picture. */
  wordsOf(row: number, count: number): FoundRow[] {
    return nearest(this.#words, this.#pictures.code(row), count);
  }

  dispose(): void {
    this.#hasher.dispose();
  }
}

/** By distance, then in the order of the rows. */
function nearest(codes: HashCodes, code: Uint32Array, count: number): FoundRow[] {
  const all = Array.from({ length: codes.count }, (_, row) => ({
    row,
    distance: hammingDistance(codes.code(row), code),
  }));
  return all.sort((a, b) => a.distance - b.distance || a.row - b.row).slice(0, count);
}

function codesOf(text: string, bits: number): HashCodes {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const words = new Uint32Array(bytes.buffer);
  return new HashCodes(words, words.length / Math.ceil(bits / 32), bits);
}

async function fetchData(name: string, signal: AbortSignal): Promise<Response> {
  const url = dataUrl(name);
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url} can't be loaded: ${response.status}`);
  return response;
}

/** A file that is packed by gzip. */
export async function fetchUnpacked(name: string, signal: AbortSignal): Promise<Uint8Array> {
  const { body } = await fetchData(name, signal);
  if (!body) throw new Error(`${name} is empty`);
  const unpacked = new Response(body.pipeThrough(new DecompressionStream('gzip')));
  return new Uint8Array(await unpacked.arrayBuffer());
}
