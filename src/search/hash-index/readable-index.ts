import { InvalidArgumentError } from '../../core/errors.ts';
import type { Hasher } from '../../core/hasher.ts';
import { Inspectable } from '../../core/inspectable.ts';
import type { Metric } from '../../kernels/api.ts';
import type { IndexDocument } from './documents/types.ts';
import type { IndexParts } from './file/read.ts';
import { outgrownAt } from './form-settings.ts';
import { bucketsOf, type IndexBucket } from './hamming/buckets.ts';
import { TableForm } from './hamming/table-form.ts';
import { IndexCore } from './index-core.ts';
import { statsOf } from './stats.ts';
import type {
  CodeFormName,
  DistanceName,
  HashIndexOptions,
  HashIndexStats,
  Id,
  VectorForm,
} from './types.ts';

/** What an index tells of itself and its entries; see `HashIndex`. */
export abstract class ReadableIndex<D extends object = IndexDocument> extends Inspectable {
  readonly metric: Metric;
  readonly keepVectors: VectorForm;
  /** What searches aim at unless told otherwise. */
  readonly recall: number;
  /**
   * Plain JSON values that are saved with the index: a title, the names of classes. Set them as you
   * like.
   */
  metadata: Record<string, unknown>;
  /** @internal */
  protected readonly core: IndexCore;

  /**
   * @hidden `HashIndex.create` makes one.
   * @param read - what a file says of it.
   */
  constructor(options: HashIndexOptions, read: IndexParts | null = null) {
    super();
    this.core = new IndexCore(options, read);
    const { metric, keepVectors, recall } = this.core.settings;
    this.metric = metric;
    this.keepVectors = keepVectors;
    this.recall = recall;
    this.metadata = read?.metadata ?? {};
  }

  /** @internal The first number for ids that are left out. */
  get nextId(): number {
    return this.core.nextId;
  }

  /**
   * @internal As long as there are fewer vectors, codes are not made anew: adding some at once is the
   * same as adding them one by one.
   */
  get outgrownAt(): number {
    const { form } = this.core.now;
    if (form === null) return 0;
    return this.keepVectors === false ? Number.POSITIVE_INFINITY : outgrownAt(form);
  }

  /** @internal Names of the fields that documents have. */
  get fieldNames(): Iterable<string> {
    return this.core.now.snapshot.fields();
  }

  /** Vectors in the index. */
  get size(): number {
    return this.core.now.snapshot.size;
  }

  /** By which codes candidates are found. */
  get codes(): CodeFormName {
    return this.core.settings.form.codes;
  }

  /** Values of one vector; 0 until the first are added, where no hasher was given. */
  get dimensions(): number {
    return this.core.dimensions;
  }

  /**
   * One hasher for each table: the newest, by which vectors that are added are coded. None where codes
   * are `estimated`, or not made yet.
   */
  get hashers(): readonly Hasher[] {
    const { form } = this.core.now;
    return form instanceof TableForm ? form.hashers.hashers : [];
  }

  /** What the distances of results are: the metric, or what codes tell where no vectors are kept. */
  get distanceName(): DistanceName {
    return this.core.stateOf(this.core.now).distanceName;
  }

  /** Bytes that the index takes, about: see `stats.bytes`. */
  get memoryBytes(): number {
    return Object.values(this.stats.bytes).reduce((sum, bytes) => sum + bytes, 0);
  }

  get stats(): HashIndexStats {
    return statsOf(this.core.now);
  }

  has(id: Id): boolean {
    return this.core.now.snapshot.find(id) !== null;
  }

  /** The document of an id, a copy; undefined if it has none, or is not in the index. */
  get(id: Id): D | undefined {
    const found = this.core.now.snapshot.find(id);
    return found?.segment.documents?.get(found.row) as D | undefined;
  }

  /** All ids, in order of insertion. */
  ids(): Id[] {
    return Array.from(this.core.now.snapshot.entries(), ({ segment, row }) => segment.ids[row]);
  }

  /** The documents of all ids, copies, in the order of `ids()`; undefined for those without one. */
  documents(): (D | undefined)[] {
    return Array.from(
      this.core.now.snapshot.entries(),
      ({ segment, row }) => segment.documents?.get(row) as D | undefined,
    );
  }

  /**
   * Every bucket of one table, with the ids in it; by descending number of ids, ties by index.
   *
   * @throws InvalidArgumentError if codes are `estimated`, or some are of older hashers.
   */
  buckets(table = 0): IndexBucket[] {
    if (this.codes === 'estimated') {
      throw new InvalidArgumentError(
        "an index of codes: 'estimated' has no buckets: make one with codes: 'hamming' (--codes hamming)",
      );
    }
    const { stale } = this.stats;
    if (stale > 0) {
      throw new InvalidArgumentError(
        `${stale} entries have codes of older hashers, whose buckets are others: await index.recode() first`,
      );
    }
    return bucketsOf(this.core.now.snapshot, table, this.hashers.length);
  }

  /** How much it holds, and in which form. */
  override toString(): string {
    const { size, dimensions, metric, codes, keepVectors } = this;
    const bits = this.core.now.form?.bits.join(' + ');
    const form = bits ? `${codes} codes of ${bits} bits` : `${codes} codes`;
    const kept = keepVectors === false ? 'no vectors' : `${keepVectors} vectors`;
    return `HashIndex ${size} x ${dimensions}: ${metric}, ${form}, ${kept}`;
  }
}
