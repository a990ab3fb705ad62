import { InvalidArgumentError } from '../../core/errors.ts';
import type { BytesLike } from '../../core/given.ts';
import type { Hasher } from '../../core/hasher.ts';
import { atOnce, type Steps } from '../../core/steps.ts';
import { ChangeableIndex } from './changeable-index.ts';
import type { Moment } from './contents.ts';
import type { IndexDocument } from './documents/types.ts';
import { type HashIndexLoadOptions, type IndexParts, readIndex } from './file/read.ts';
import { codedAnew } from './put-entries.ts';
import type { HashIndexOptions } from './types.ts';
import { withHashers } from './versions/adopt.ts';
import { checkRecode, type RecodeOptions, recoded, recodeInTurns } from './versions/recode.ts';

/**
 * An index of vectors and their documents for an application: add, search, remove, save, load. Codes
 * find candidates, and the kept vectors rank them by a metric on the vectors as given. Documents are
 * plain JSON objects, kept in columns by field; D is what the application knows of them.
 *
 * Every change is whole or not at all, and a search sees the index as it was when it was called, also
 * `searchBatch` while it waits. Results depend on what was added and removed, in which order, and on
 * nothing else: not on the backend, threads, or whether the index was loaded from a file.
 */
export class HashIndex<D extends object = IndexDocument> extends ChangeableIndex<D> {
  /**
   * An empty index.
   *
   * @throws InvalidArgumentError for an unknown option, or a hasher that is not fitted.
   */
  static create<D extends object = IndexDocument>(options: HashIndexOptions): HashIndex<D> {
    return indexOf(options);
  }

  /**
   * The index that `save` turned into bytes: it gives the same results.
   *
   * @param bytes - a buffer, or a view of any type of one.
   * @throws FormatError if the bytes are no index, of a newer format, or damaged anywhere.
   */
  static load<D extends object = IndexDocument>(
    bytes: BytesLike,
    options: HashIndexLoadOptions,
  ): HashIndex<D> {
    const read = readIndex(bytes, options);
    const { kernels, onWarning } = options;
    return indexOf<D>({ kernels, onWarning, ...read.options }, read);
  }

  /**
   * Codes the kept vectors anew: `hamming` codes with a hasher that was fitted to newer or more data,
   * say, `estimated` ones about the mean of the vectors as it is now. Ids and vectors stay; with `int8`
   * it is the rounded vectors that are coded.
   *
   * @param hasher - of codes `hamming`, and of them only.
   * @throws InvalidArgumentError if no vectors are kept, or the hasher has other dimensions, is missing
   *   or is too much; the index is then as it was.
   */
  rehash(hasher?: Hasher | readonly Hasher[]): void {
    const { core } = this;
    core.checkAlive();
    if (this.keepVectors === false) {
      throw new InvalidArgumentError(
        "an index without vectors can't be rehashed: keepVectors is false",
      );
    }
    const before = core.now;
    core.replace(before, atOnce(codedAnew(core.settings, before, hasher)));
  }

  /**
   * From now on vectors are coded by another hasher: a model that has learned more, say. Those that are
   * there keep the codes of theirs and are *stale*, which `stats` counts: searches code a query by every
   * hasher that still has entries, and compare each entry by its own. `recode` codes them anew, and then
   * the index is that of the new hasher. Cost: none; until then a search codes its queries once more for
   * each older hasher.
   *
   * @param hasher - of codes `hamming`, fitted, of the same bits and dimensions; of one that learns from a
   *   stream, `frozen()`.
   * @throws InvalidArgumentError if it does not fit or learns on, no vectors are kept or codes are `estimated`; the
   *   index is then as it was.
   */
  adoptHasher(hasher: Hasher | readonly Hasher[]): void {
    const { core } = this;
    core.checkAlive();
    if (this.codes === 'estimated') {
      throw new InvalidArgumentError(
        "an index of codes: 'estimated' has no hasher to follow: make one with codes: 'hamming'",
      );
    }
    if (this.keepVectors === false) {
      throw new InvalidArgumentError(
        "an index without vectors can't code them anew: make one with keepVectors: 'float32' or 'int8'",
      );
    }
    core.replace(core.now, withHashers(core.settings.kernels, core.now, hasher));
  }

  /**
   * Codes stale entries anew by the hasher that was adopted last, a few thousand at a time and with turns
   * for others between: of the oldest hasher first, and of its entries those that were added first.
   * Searching, adding and removing go on meanwhile. Once none is stale, results are those of an index
   * that had this hasher from the beginning. With `int8` it is the rounded vectors that are coded.
   *
   * @returns how many entries were coded anew.
   */
  async recode(options: RecodeOptions = {}): Promise<number> {
    this.core.checkAlive();
    checkRecode(options);
    return recodeInTurns(this.core.contents, options);
  }

  /** @internal */
  protected override recoding(now: Moment): Steps<Moment> {
    return recoded(now);
  }
}

/** Outside the class, which keeps its name in bundles so; see Matrix. */
function indexOf<D extends object>(
  options: HashIndexOptions,
  read: IndexParts | null = null,
): HashIndex<D> {
  return new HashIndex(options, read);
}
