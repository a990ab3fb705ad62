import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import { type Describer, type DescriberSettings, HOG_BINS } from '../api.ts';
import type { DescriptorInstance } from '../exports.ts';
import { cellShares, hogDirections } from '../hog-tables.ts';
import { WasmGist } from './gist.ts';

/** Bytes of pixels that are copied in together. */
const BATCH = 2 ** 19;
/** Units of grey by the brightness and alpha of a pixel; see Describer.take. */
const GREY_UNITS = 255_000;

/** Tables and the present picture in linear memory; pixels pass through scratch in runs of rows. */
export class WasmDescriber extends ResidentBlocks implements Describer {
  readonly #wasm: DescriptorInstance;
  readonly #settings: DescriberSettings;
  readonly #grey: number;
  readonly #directions: number;
  /** Cells of each place along a side, and shares. */
  readonly #cellsOf: number;
  readonly #gist: WasmGist | null;

  constructor(wasm: DescriptorInstance, settings: DescriberSettings) {
    super(wasm.memory, 'descriptor');
    this.#wasm = wasm;
    this.#settings = settings;
    const { side } = settings;
    this.#grey = this.allocate(side * side * 4);
    const directions = hogDirections();
    this.#directions = this.allocate(directions.byteLength);
    wasm.memory.f32(this.#directions, directions.length).set(directions);
    this.#cellsOf = settings.cell === null ? 0 : this.#putCells(settings.cell);
    this.#gist = settings.gist ? new WasmGist(wasm, side, (bytes) => this.allocate(bytes)) : null;
  }

  take(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number): void {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    const { side } = this.#settings;
    const rows = Math.max(1, Math.min(height, Math.floor(BATCH / (4 * width))));
    memory.withScratch((allocate) => {
      const sums = allocate(side * side * 8);
      const line = allocate(side * 8);
      const input = allocate(rows * width * 4);
      memory.f64(sums, side * side).fill(0);
      for (let first = 0; first < height; first += rows) {
        const n = Math.min(rows, height - first);
        const part = pixels.subarray(first * width * 4, (first + n) * width * 4);
        memory.u8(input, part.length).set(part);
        kernels.addPixelRows(input, n, width, height, first, side, line, sums);
      }
      kernels.divideSums(sums, side * side, width * height * GREY_UNITS, this.#grey);
    });
  }

  grey(out: Float32Array): void {
    this.checkAlive();
    const { side } = this.#settings;
    out.set(this.#wasm.memory.f32(this.#grey, side * side));
  }

  gist(out: Float32Array): void {
    this.checkAlive();
    this.#gist!.describe(this.#grey, out);
  }

  hog(out: Float32Array): void {
    this.checkAlive();
    const { kernels, memory } = this.#wasm;
    const { side } = this.#settings;
    const cell = this.#settings.cell!;
    const width = side / cell + 2;
    memory.withScratch((allocate) => {
      const [across, down, bins] = [allocate(side * 4), allocate(side * 4), allocate(side * 4)];
      const line = allocate(width * HOG_BINS * 4);
      const cells = allocate(width * width * HOG_BINS * 4);
      const found = allocate(out.length * 4);
      const [grey, directions, cellsOf] = [this.#grey, this.#directions, this.#cellsOf];
      kernels.sumGradients(grey, side, directions, cellsOf, across, down, bins, line, width, cells);
      kernels.normaliseBlocks(cells, width, cell * cell, found);
      out.set(memory.f32(found, out.length));
    });
  }

  #putCells(cell: number): number {
    const { side } = this.#settings;
    const { memory } = this.#wasm;
    const { first, share } = cellShares(side, cell);
    const at = this.allocate(side * 8);
    memory.u32(at, side).set(first);
    memory.f32(at + side * 4, side).set(share);
    return at;
  }
}
