import type { Kernels } from '../../kernels/api.ts';
import { createKernels } from '../../kernels/create.ts';
import { type LabDataset, type LabSources, readBundled } from './dataset.ts';
import type { OwnFiles } from './files.ts';

/** Of what `recent` makes, so many of a kind are kept. */
const KEPT = 12;

/** What the calls of the lab share: one backend, one dataset, and what was made of it. */
export class LabState {
  readonly kernels: Kernels;
  readonly #sources: LabSources;
  #dataset: Promise<LabDataset> | null = null;
  #files: OwnFiles | null = null;
  #made = new Map<string, Promise<unknown>>();

  static async start(sources: LabSources): Promise<LabState> {
    return new LabState(await createKernels(), sources);
  }

  constructor(kernels: Kernels, sources: LabSources) {
    this.kernels = kernels;
    this.#sources = sources;
  }

  /** The bundled images, or what the reader has given instead. */
  get dataset(): Promise<LabDataset> {
    if (!this.#dataset) {
      const dataset = readBundled(this.#sources);
      this.#dataset = dataset;
      // A network that failed may be there the next time.
      dataset.catch(() => this.#dataset === dataset && this.use(null));
    }
    return this.#dataset;
  }

  /** The files that the dataset was read from; null for the bundled one. */
  get files(): OwnFiles | null {
    return this.#files;
  }

  /** Takes another dataset, or the bundled one (null); what was made of the last is forgotten. */
  use(dataset: LabDataset | null, files: OwnFiles | null = null): void {
    this.#files = files;
    this.#dataset = dataset && Promise.resolve(dataset);
    // What calls that run still use is given back when it is collected.
    this.#made = new Map();
  }

  /**
   * What `make` gives, made once for each `key` and dataset. What failed is made anew.
   */
  once<T>(key: string, make: (dataset: LabDataset) => T | Promise<T>): Promise<T> {
    const made = this.#made;
    const kept = made.get(key) as Promise<T> | undefined;
    if (kept) return kept;
    const promise = this.dataset.then(make);
    made.set(key, promise);
    promise.catch(() => made.get(key) === promise && made.delete(key));
    return promise;
  }

  /** The same for what there is much of: of each kind the latest few are kept. */
  recent<T>(kind: string, key: string, make: (dataset: LabDataset) => T | Promise<T>): Promise<T> {
    const name = `${kind}: ${key}`;
    const promise = this.once(name, make);
    // A map lists its keys in the order in which they were put there.
    this.#made.delete(name);
    this.#made.set(name, promise);
    const ofKind = [...this.#made.keys()].filter((each) => each.startsWith(`${kind}: `));
    for (const old of ofKind.slice(0, -KEPT)) this.#made.delete(old);
    return promise;
  }
}
