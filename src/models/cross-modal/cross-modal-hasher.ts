import { InvalidArgumentError } from '../../core/errors.ts';
import type { HashCodes } from '../../core/hash-codes.ts';
import type { MatrixLike } from '../../core/matrix.ts';
import type { FittedHasher } from '../fitted-hasher.ts';
import type { HasherDescription } from '../hasher-description.ts';
import { writeCrossModal } from './cross-modal-file.ts';

/**
 * One code for two modalities: a hasher of texts and one of images, whose codes lie near each other where
 * a text and an image belong together. Either is a `Hasher` like any other: an index of images takes
 * `images` and is searched by the codes of `texts`.
 */
export abstract class CrossModalHasher {
  #texts: FittedHasher | null = null;
  #images: FittedHasher | null = null;

  /** Length of the codes. */
  abstract readonly bits: number;
  /** What the hasher was made with and learned. */
  abstract readonly description: HasherDescription;

  /** The hasher of texts. @throws InvalidArgumentError before `fit`. */
  get texts(): FittedHasher {
    return this.#texts ?? notFitted();
  }

  /** The hasher of images. @throws InvalidArgumentError before `fit`. */
  get images(): FittedHasher {
    return this.#images ?? notFitted();
  }

  /**
   * Codes of texts, rows x dimensions: a matrix, or an array of rows.
   *
   * @throws InvalidArgumentError before `fit`, and if texts have other dimensions or values that are not
   *   finite.
   */
  encodeTexts(texts: MatrixLike): HashCodes {
    return this.texts.encode(texts);
  }

  /** Codes of images; see `encodeTexts`. */
  encodeImages(images: MatrixLike): HashCodes {
    return this.images.encode(images);
  }

  /**
   * The hasher as a safetensors file, both sides in one. `loadCrossModalHasher` reads it, and so does Python.
   * A side alone is saved by its own `save`, and read by `loadHasher`.
   *
   * @throws InvalidArgumentError before `fit`.
   */
  save(): Uint8Array<ArrayBuffer> {
    const { texts, images, description } = this;
    return writeCrossModal({ texts, images, description });
  }

  /** Gives the backend's memory back. */
  dispose(): void {
    this.#texts?.dispose();
    this.#images?.dispose();
    this.#texts = null;
    this.#images = null;
  }

  /** Takes over both hashers, all at once. */
  protected setSides(texts: FittedHasher, images: FittedHasher): void {
    this.#texts?.dispose();
    this.#images?.dispose();
    this.#texts = texts;
    this.#images = images;
  }
}

function notFitted(): never {
  throw new InvalidArgumentError('call fit({ texts, images, labels }) before using this hasher');
}
