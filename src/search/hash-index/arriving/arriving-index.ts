import { ChangeableIndex } from '../changeable-index.ts';
import { ContainerReader } from '../file/container-reader.ts';
import type { SectionPlace } from '../file/layout.ts';
import {
  checkLoadOptions,
  type HashIndexLoadOptions,
  readParts,
  type VectorsOf,
} from '../file/read.ts';
import { ArrivingVectors } from './arriving-vectors.ts';
import type { IndexStage } from './stage.ts';

/** What searches by codes need nothing of. */
const LATE = ['vectors', 'scales'];

/** An index that is searched while its file comes: its bytes are pushed in their order. */
export class ArrivingIndex {
  /** Null until its codes are there. */
  index: ChangeableIndex | null = null;
  readonly #options: HashIndexLoadOptions;
  readonly #reader = new ContainerReader();
  #vectors: ArrivingVectors | null = null;
  #isComplete = false;

  constructor(options: HashIndexLoadOptions) {
    checkLoadOptions(options);
    this.#options = options;
  }

  get stage(): IndexStage {
    if (this.#isComplete) return 'complete';
    return this.#vectors && this.#vectors.present > 0 ? 'vectors' : 'codes';
  }

  /** Bytes taken so far. */
  get received(): number {
    return this.#reader.received;
  }

  /** Bytes of the file; null until it says so. */
  get total(): number | null {
    return this.#reader.total;
  }

  /** Bytes until searches can begin; null until the file says so. */
  get codesTotal(): number | null {
    const { total, places } = this.#reader;
    return total === null ? null : endOfCodes(places, total);
  }

  /** The first bytes, in which every version of a file differs from all others; null until there. */
  get fingerprint(): Uint8Array | null {
    return this.#reader.fingerprint;
  }

  /** @throws FormatError as soon as something is wrong; nothing more may be pushed then. */
  push(bytes: Uint8Array): void {
    this.#reader.push(bytes);
    const { received } = this;
    const { codesTotal, total } = this;
    if (codesTotal === null || received < codesTotal) return;
    this.index ??= this.#open();
    this.#vectors?.advance();
    if (received === total) this.#complete(this.index);
  }

  /** @throws FormatError if the file is cut short. */
  end(): void {
    this.#reader.end();
  }

  #open(): ChangeableIndex {
    const vectorsOf: VectorsOf = (_, { keepVectors, size, dimensions }, coded) => {
      if (keepVectors === false) return null;
      const awaited = { keepVectors, rows: size, cols: dimensions, ...coded };
      this.#vectors = new ArrivingVectors(this.#reader, awaited);
      return this.#vectors;
    };
    const read = readParts(this.#reader.container(), this.#options, vectorsOf);
    const { kernels, onWarning } = this.#options;
    const options = { kernels, onWarning, ...read.options };
    return new ChangeableIndex(options, { ...read, arriving: this.#vectors });
  }

  #complete(index: ChangeableIndex): void {
    if (this.#vectors) index.settle(this.#vectors.finish());
    this.#vectors = null;
    this.#isComplete = true;
  }
}

/** Where the codes end, where all that a search by codes needs comes first; else the end of the file. */
function endOfCodes(places: readonly SectionPlace[], total: number): number {
  const firstLate = places.findIndex(({ name }) => LATE.includes(name));
  const isInOrder =
    firstLate >= 0 && places.slice(firstLate).every(({ name }) => LATE.includes(name));
  return isInOrder ? places[firstLate].start : total;
}
