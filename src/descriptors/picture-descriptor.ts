import { checkArray, checkMethod } from '../core/checks.ts';
import { DisposedError } from '../core/errors.ts';
import type { ExecutorOptions } from '../core/executor.ts';
import { Matrix } from '../core/matrix.ts';
import { checkOptions } from '../core/options.ts';
import { checkPicture, type Picture } from '../core/picture.ts';
import { inTurns, type Steps } from '../core/steps.ts';
import type { BackendName, Kernels } from '../kernels/api.ts';
import { DESCRIPTION, descriptorKernels } from '../kernels/descriptors/kernels.ts';
import type { DescriptorName } from './names.ts';
import { descriptorDimensions, PictureWork } from './picture-work.ts';
import { completeSettings, type DescriptorSettings } from './settings.ts';

/** Options of `PictureDescriptor`. */
export interface PictureDescriptorOptions {
  /** The compute backend, from `createKernels()`. */
  readonly kernels: Kernels;
  /** Default `gist+hog`. */
  readonly descriptor?: DescriptorName | undefined;
  /**
   * Pictures are resized to side x side pixels, from 8 to 1024; with GIST a multiple of 4. Default 64.
   */
  readonly side?: number | undefined;
  /**
   * Pixels along a cell of HOG, a divisor of `side`, at most half of it. Default: the largest of which
   * at least 7 fill a side.
   */
  readonly cell?: number | undefined;
}

/** Workers on which pictures are described: a `Pool`. */
export interface DescriptorPool {
  readonly backend: BackendName;
  /** @internal Pictures and settings are checked. */
  describePictures(
    pictures: readonly Picture[],
    settings: DescriptorSettings,
    module: WebAssembly.Module | null,
    options: ExecutorOptions,
  ): Promise<Matrix>;
}

/** Options of `PictureDescriptor.describe`. */
export interface DescribeOptions extends ExecutorOptions {
  /** Workers that describe several pictures at a time, from `createPool`. Default: none. */
  readonly pool?: DescriptorPool | undefined;
}

/**
 * Turns pictures of any size into vectors by which similar ones are near each other: GIST, which
 * tells the layout of a scene, histograms of oriented gradients (HOG), which tell shapes, or both. The
 * same picture gives the same bits on every backend, in every browser.
 *
 * A picture's grey value .299 R + .587 G + .114 B, from 0 to 255 and not rounded, over white where it
 * is transparent, is averaged over the areas of side x side pixels; a picture of that size stays as it
 * is, one that is not square is stretched. Then:
 *
 * - `gist`, 512 values: log(grey + 1) less its low frequencies (a Gaussian of 4 cycles), divided by .2
 *   plus the root of the low frequencies of its square, is filtered by Gabor filters of 4 scales and 8
 *   orientations, exp(-3.5 (f / f_s - 1)^2 - 2 pi (angle - angle_o)^2) with f_s = .3 / 1.85^s cycles a
 *   pixel. Means of magnitudes over 4 x 4 blocks: by scale, orientation, column and row of the block.
 *   With side 32 these are the values of LMgist in Matlab for pictures of 32 x 32, up to 1e-6.
 *   Source: Oliva and Torralba, "Modeling the Shape of the Scene", IJCV 2001.
 * - `hog`, 36 (side / cell - 1)^2 values: differences of the pixels on both sides, as vectors without
 *   sign, are split between the two of 9 directions beside them and, bilinearly, between cells of cell x
 *   cell pixels; blocks of 2 x 2 cells are normalised by their L2 norm, cut at .2 and normalised again
 *   (L2-Hys). Source: Dalal and Triggs, "Histograms of Oriented Gradients for Human Detection", CVPR 2005.
 *   scikit-image's `hog` shares out nothing: a pixel counts for one direction and one cell there.
 * - `gist+hog`, the values of both, GIST's divided by their L2 norm, HOG's by it and times .55: in cosines
 *   of such vectors GIST counts for 10 where HOG counts for 3.
 *
 * Cost of a picture: some 10 operations a pixel, then, for side n, 8 (2 n + 64) Fourier transforms of
 * n + 64 values for GIST, and some 100 n^2 operations for HOG. GIST keeps tables of 32 (n + 64)^2
 * float32 in the backend's memory, drawn when the first picture is described.
 */
export class PictureDescriptor {
  readonly descriptor: DescriptorName;
  readonly side: number;
  readonly cell: number;
  /** Values of a described picture. */
  readonly dimensions: number;
  readonly #kernels: Kernels;
  readonly #settings: DescriptorSettings;
  #work: PictureWork | null = null;
  #isDisposed = false;

  /** @throws InvalidArgumentError if a setting is out of range or does not fit `side`. */
  constructor(options: PictureDescriptorOptions) {
    const names = { kernels: 1, descriptor: 1, side: 1, cell: 1 } as const;
    checkOptions('PictureDescriptor', options, names);
    this.#settings = completeSettings(options);
    this.descriptor = this.#settings.descriptor;
    this.side = this.#settings.side;
    this.cell = this.#settings.cell;
    this.dimensions = descriptorDimensions(this.#settings);
    this.#kernels = options.kernels;
  }

  /**
   * Describes pictures: a row of `dimensions` values for each. Progress counts pictures. Results are the
   * same for any number of workers; with a pool the kernels that the descriptor was given stay idle.
   *
   * @throws InvalidArgumentError naming the first picture whose data is not RGBA of its size, or that has
   *   more than 2^27 pixels.
   */
  async describe(pictures: readonly Picture[], options: DescribeOptions = {}): Promise<Matrix> {
    checkOptions('describe', options, { pool: 1, onProgress: 1, signal: 1 });
    const { pool, signal, onProgress } = options;
    if (pool) checkMethod('pool', pool, 'describePictures', 'what await createPool(...) gives');
    checkArray('pictures', pictures);
    for (const [i, picture] of pictures.entries()) checkPicture(`picture ${i}`, picture);
    if (this.#isDisposed) throw new DisposedError('descriptor');
    signal?.throwIfAborted();
    if (pool && pictures.length > 0) {
      const module = await moduleFor(pool);
      return pool.describePictures(pictures, this.#settings, module, { signal, onProgress });
    }
    return inTurns(this.#steps(pictures, onProgress), signal);
  }

  *#steps(pictures: readonly Picture[], onProgress: DescribeOptions['onProgress']): Steps<Matrix> {
    const count = pictures.length;
    const described = new Matrix(new Float32Array(count * this.dimensions), count, this.dimensions);
    for (const [i, picture] of pictures.entries()) {
      if (this.#isDisposed) throw new DisposedError('descriptor');
      this.#work ??= new PictureWork(
        this.#kernels,
        descriptorKernels(this.#kernels),
        this.#settings,
      );
      this.#work.describe(picture, described.row(i));
      onProgress?.(i + 1, count);
      yield;
    }
    return described;
  }

  /** Gives the backend's memory back. */
  dispose(): void {
    this.#isDisposed = true;
    this.#work?.dispose();
    this.#work = null;
  }
}

/** What workers describe with, posted with the work: pools that describe nothing don't carry it. */
async function moduleFor({ backend }: DescriptorPool): Promise<WebAssembly.Module | null> {
  if (backend === 'typescript') return null;
  const bytes = DESCRIPTION.module(backend === 'wasm-simd');
  return bytes && WebAssembly.compile(bytes);
}
