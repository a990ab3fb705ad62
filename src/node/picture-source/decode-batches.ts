import { FileError, FormatError, InvalidArgumentError } from '../../core/errors.ts';
import type { Picture } from '../../core/picture.ts';
import { pictureSize } from '../../pictures/size.ts';
import { inFile } from '../in-file.ts';
import { startDecoders } from './decoders.ts';
import type { PictureEntry } from './types.ts';

/** Decoded pictures, in the order of their entries. */
export interface PictureBatch {
  readonly pictures: readonly Picture[];
  /** The entry of each. */
  readonly places: readonly number[];
  /** Entries that are dealt with, broken ones too. */
  readonly done: number;
}

/** How pictures are decoded, and what becomes of broken ones. */
export interface DecodeOptions {
  /** Threads that decode; 1 is this one. Default: 1. */
  readonly threads?: number | undefined;
  readonly maxPixels?: number | undefined;
  /**
   * Told of each picture that can't be decoded, which is then left out. Default: the first one ends all.
   */
  readonly onBroken?: ((id: string, error: Error) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Pictures of a batch. */
const AT_ONCE = 64;
/** Pixels that wait at a time, in batches and before: 128 MiB. A single picture may have more. */
const PIXELS_AT_ONCE = 2 ** 25;

/** A picture that is being decoded. */
interface Pending {
  readonly place: number;
  readonly pixels: number;
  readonly picture: Promise<Picture | null>;
}

/**
 * Reads and decodes pictures in batches, in order, whatever the threads: those ahead are decoded while a
 * batch is used. Memory does not grow with their number.
 *
 * @throws FormatError, FileError or InvalidArgumentError that name the picture, unless `onBroken` is given.
 */
export async function* decodeInBatches(
  entries: readonly PictureEntry[],
  options: DecodeOptions = {},
): AsyncGenerator<PictureBatch, void, undefined> {
  const { threads = 1, maxPixels, signal } = options;
  const decoders = startDecoders(threads, maxPixels);
  const pending: Pending[] = [];
  let waiting = 0;
  let pictures: Picture[] = [];
  let places: number[] = [];
  let pixels = 0;
  const takeFirst = async () => {
    const { place, picture, pixels: own } = pending[0];
    const decoded = await picture;
    pending.shift();
    waiting -= own;
    if (!decoded) return;
    pictures.push(decoded);
    places.push(place);
    pixels += own;
  };
  const isFull = () => pictures.length >= AT_ONCE || pixels >= PIXELS_AT_ONCE / 2;
  const takeBatch = (done: number): PictureBatch => {
    const batch = { pictures, places, done };
    [pictures, places, pixels] = [[], [], 0];
    return batch;
  };
  try {
    for (const [place, entry] of entries.entries()) {
      signal?.throwIfAborted();
      const begun = await begin(entry, decoders.decode.bind(decoders), options);
      while (
        pending.length > 0 &&
        (pending.length >= AT_ONCE || waiting + begun.pixels > PIXELS_AT_ONCE / 2)
      ) {
        await takeFirst();
        if (isFull()) yield takeBatch(place - pending.length);
      }
      pending.push({ place, ...begun });
      waiting += begun.pixels;
    }
    while (pending.length > 0) {
      await takeFirst();
      signal?.throwIfAborted();
      if (isFull()) yield takeBatch(entries.length - pending.length);
    }
    if (pictures.length > 0) yield takeBatch(entries.length);
  } finally {
    for (const { picture } of pending) picture.catch(() => {});
    await decoders.close();
  }
}

/** Reads a picture and lets it be decoded; its size counts before it is. */
async function begin(
  entry: PictureEntry,
  decode: (bytes: Uint8Array) => Promise<Picture>,
  { maxPixels, onBroken }: DecodeOptions,
): Promise<Omit<Pending, 'place'>> {
  const broken = (error: unknown): null => {
    const isOwn =
      error instanceof FormatError ||
      error instanceof FileError ||
      error instanceof InvalidArgumentError;
    if (!isOwn || !onBroken) throw error;
    onBroken(entry.id, error);
    return null;
  };
  try {
    const read = await inFile(entry.id, () => entry.read());
    if (!(read instanceof Uint8Array)) {
      return { pixels: read.width * read.height, picture: Promise.resolve(read) };
    }
    const { width, height } = await inFile(entry.id, () => pictureSize(read, { maxPixels }));
    const picture = inFile(entry.id, () => decode(read)).catch(broken);
    // Looked at later, in its turn.
    picture.catch(() => {});
    return { pixels: width * height, picture };
  } catch (error) {
    return { pixels: 0, picture: Promise.resolve(broken(error)) };
  }
}
