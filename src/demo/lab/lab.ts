import { type Dataset, readDataset } from '../../data/dataset/dataset.ts';
import type { Kernels } from '../../kernels/api.ts';
import { createKernels } from '../../kernels/create.ts';

/** Where the bundled images are. */
export interface LabSources {
  readonly images: string;
  readonly labels: string;
}

/** What the calls of the lab share: one backend, one dataset, and what was made of it. */
export class LabState {
  readonly kernels: Kernels;
  readonly #sources: LabSources;
  #dataset: Promise<Dataset> | null = null;
  #isBundled = true;
  #made = new Map<string, Promise<unknown>>();

  static async start(sources: LabSources): Promise<LabState> {
    return new LabState(await createKernels(), sources);
  }

  private constructor(kernels: Kernels, sources: LabSources) {
    this.kernels = kernels;
    this.#sources = sources;
  }

  /** The bundled images, or what the reader has given instead. */
  get dataset(): Promise<Dataset> {
    this.#dataset ??= readBundled(this.#sources);
    return this.#dataset;
  }

  /** Whether the dataset is the bundled images. */
  get isBundled(): boolean {
    return this.#isBundled;
  }

  /** Takes another dataset, or the bundled one (null); what was made of the last is forgotten. */
  use(dataset: Dataset | null): void {
    this.#dataset = dataset && Promise.resolve(dataset);
    this.#isBundled = dataset === null;
    this.#made.clear();
  }

  /**
   * What `make` gives, made once for each `key` and dataset. What failed is made anew.
   */
  once<T>(key: string, make: (dataset: Dataset) => T | Promise<T>): Promise<T> {
    const made = this.#made;
    const kept = made.get(key) as Promise<T> | undefined;
    if (kept) return kept;
    const promise = this.dataset.then(make);
    made.set(key, promise);
    promise.catch(() => made.get(key) === promise && made.delete(key));
    return promise;
  }
}

async function readBundled({ images, labels }: LabSources): Promise<Dataset> {
  const [points, classes] = await Promise.all([fetchBytes(images), fetchBytes(labels)]);
  return readDataset(points, {
    name: 'Fashion-MNIST',
    labels: classes,
    classNames: 'fashion-mnist',
  });
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} can't be loaded: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
