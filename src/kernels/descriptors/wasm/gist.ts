import { GIST_VALUES } from '../api.ts';
import type { DescriptorInstance } from '../exports.ts';
import { EXTENSION, GROUP, gaborGroups } from '../gabor-tables.ts';
import { type LowPassTables, lowPassTables, MARGIN, mirroredPlaces } from '../prefilter-tables.ts';
import { transformStages } from '../transform-stages.ts';

/** Keeps the rows of the filtered spectrum from falling on the same lines of the cache. */
const ROW_PADDING = 64;

/** Where things stand in linear memory. */
interface Places {
  readonly image: number;
  readonly wide: number;
  readonly marginPlaces: number;
  readonly basis: number;
  readonly transposed: number;
  /** Scratch of the low-pass filter, one matrix after another. */
  readonly products: readonly [number, number, number];
  readonly framed: number;
  readonly low: number;
  readonly extensionPlaces: number;
  readonly stages: number;
  /** Three lines. */
  readonly buffers: readonly [number, number, number];
  readonly reals: number;
  readonly imaginaries: number;
  readonly spectrum: number;
  readonly lines: number;
  readonly gains: number;
  readonly columns: number;
  readonly sums: number;
  readonly found: number;
}

/** GIST in WebAssembly: its tables, and the steps from a grey picture to 512 values. */
export class WasmGist {
  readonly #wasm: DescriptorInstance;
  readonly #side: number;
  readonly #length: number;
  readonly #groups: number;
  readonly #rowBytes: number;
  readonly #lowPass: Omit<LowPassTables, 'basis' | 'transposed'>;
  readonly #at: Places;

  constructor(wasm: DescriptorInstance, side: number, allocate: (bytes: number) => number) {
    this.#wasm = wasm;
    this.#side = side;
    const length = side + 2 * EXTENSION;
    this.#length = length;
    const put = (values: Float32Array | Uint32Array) => {
      const at = allocate(values.byteLength);
      if (values instanceof Float32Array) wasm.memory.f32(at, values.length).set(values);
      else wasm.memory.u32(at, values.length).set(values);
      return at;
    };
    const { basis, transposed, ...lowPass } = lowPassTables(side + 2 * MARGIN);
    this.#lowPass = lowPass;
    const { stride, width } = lowPass;
    const groups = gaborGroups(length);
    this.#groups = groups.length;
    const element = wasm.kernels.usesSimd() ? 32 : 8;
    this.#rowBytes = length * element + ROW_PADDING;
    const framed = allocate(stride * stride * 4);
    wasm.memory.f32(framed, stride * stride).fill(0);
    const line = () => allocate(length * element);
    const gains = allocate(groups.reduce((sum, group) => sum + group.gains.byteLength, 0));
    let at = gains;
    for (const group of groups) {
      wasm.memory.f32(at, group.gains.length).set(group.gains);
      at += group.gains.byteLength;
    }
    this.#at = {
      image: allocate(side * side * 4),
      wide: allocate(side * side * 8),
      marginPlaces: put(mirroredPlaces(side, MARGIN)),
      basis: put(basis),
      transposed: put(transposed),
      products: [
        allocate(width * stride * 4),
        allocate(width * width * 4),
        allocate(width * stride * 4),
      ],
      framed,
      low: allocate(stride * stride * 4),
      extensionPlaces: put(mirroredPlaces(side, EXTENSION)),
      stages: putStages(length, put),
      buffers: [line(), line(), line()],
      reals: allocate(side * length * 4),
      imaginaries: allocate(side * length * 4),
      spectrum: allocate(length * length * 8),
      lines: put(Uint32Array.from(groups.flatMap(({ lines }) => [lines.length, ...lines]))),
      gains,
      columns: allocate(side * this.#rowBytes),
      sums: allocate(16 * GROUP * 4),
      found: allocate(GIST_VALUES * 4),
    };
  }

  /** @param grey - side x side float32 in linear memory. */
  describe(grey: number, out: Float32Array): void {
    const { kernels, memory } = this.#wasm;
    const at = this.#at;
    const [side, length] = [this.#side, this.#length];
    this.#prefilter(grey);
    const [input, first, second] = at.buffers;
    kernels.spectrum(
      at.image,
      side,
      at.extensionPlaces,
      length,
      at.stages,
      input,
      first,
      second,
      at.reals,
      at.imaginaries,
      at.spectrum,
    );
    kernels.responses(
      at.spectrum,
      length,
      side,
      at.stages,
      this.#groups,
      at.lines,
      at.gains,
      at.columns,
      this.#rowBytes,
      first,
      second,
      at.sums,
      at.found,
    );
    out.set(memory.f32(at.found, GIST_VALUES));
  }

  /** Leaves the picture with even brightness and contrast in `image`. */
  #prefilter(grey: number): void {
    const { kernels } = this.#wasm;
    const { image, wide, framed, low, marginPlaces, basis, transposed, products } = this.#at;
    const { size, stride, terms, width } = this.#lowPass;
    const side = this.#side;
    const filter = (from: number) =>
      kernels.lowPass(from, size, stride, basis, transposed, terms, width, ...products, low);
    kernels.logarithms(grey, side * side, wide, image);
    kernels.extend(image, side, marginPlaces, size, framed, stride);
    filter(framed);
    kernels.subtractLow(framed, low, stride * stride);
    // The squares are in the place of what was subtracted, and no product is written before all of
    // them are read.
    filter(low);
    kernels.divideByContrast(framed, low, stride, MARGIN, side, image);
  }
}

/** The table of a transform's stages as the kernel reads it. */
function putStages(length: number, put: (values: Float32Array | Uint32Array) => number): number {
  const stages = transformStages(length);
  const table = stages.flatMap(({ radix, twiddles }) => [radix, put(twiddles)]);
  return put(Uint32Array.from([stages.length, ...table]));
}
