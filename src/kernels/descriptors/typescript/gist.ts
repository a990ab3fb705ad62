import { EXTENSION, type GaborGroup, GROUP, gaborGroups } from '../gabor-tables.ts';
import { mirroredPlaces } from '../prefilter-tables.ts';
import { type Stage, transformStages } from '../transform-stages.ts';
import { Prefilter } from './prefilter.ts';
import { type Line, newLine, transformInPlace } from './transform.ts';

const { fround } = Math;
/** Blocks along a side of the picture. */
const BLOCKS = 4;

/** GIST in plain TypeScript, one filter at a time; see Describer.gist. */
export class TypeScriptGist {
  readonly #side: number;
  readonly #length: number;
  readonly #prefilter: Prefilter;
  readonly #places: Uint32Array;
  readonly #stages: readonly Stage[];
  readonly #groups: readonly GaborGroup[];
  readonly #line: Line;
  readonly #scratch: Line;

  constructor(side: number) {
    this.#side = side;
    this.#length = side + 2 * EXTENSION;
    this.#prefilter = new Prefilter(side);
    this.#places = mirroredPlaces(side, EXTENSION);
    this.#stages = transformStages(this.#length);
    this.#groups = gaborGroups(this.#length);
    this.#line = newLine(this.#length);
    this.#scratch = newLine(this.#length);
  }

  describe(grey: Float32Array, out: Float32Array): void {
    const spectrum = this.#spectrum(this.#prefilter.apply(grey));
    for (const [g, group] of this.#groups.entries()) {
      for (let i = 0; i < GROUP; i++) {
        const columns = this.#filterColumns(spectrum, group, i);
        const first = (g * GROUP + i) * BLOCKS * BLOCKS;
        this.#poolRows(columns, out.subarray(first, first + BLOCKS * BLOCKS));
      }
    }
  }

  /** The complex conjugate of the transform, [frequency across][frequency down]. */
  #spectrum(image: Float32Array): Line {
    const [side, length, places] = [this.#side, this.#length, this.#places];
    const line = this.#line;
    const rows = newLine(side * length);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < length; x++) line.re[x] = image[y * side + places[x]];
      line.im.fill(0);
      transformInPlace(line, this.#stages, this.#scratch);
      rows.re.set(line.re, y * length);
      rows.im.set(line.im, y * length);
    }
    const out = newLine(length * length);
    for (let k = 0; k < length; k++) {
      for (let y = 0; y < length; y++) {
        line.re[y] = rows.re[places[y] * length + k];
        line.im[y] = rows.im[places[y] * length + k];
      }
      transformInPlace(line, this.#stages, this.#scratch);
      for (let y = 0; y < length; y++) {
        out.re[k * length + y] = line.re[y];
        out.im[k * length + y] = -line.im[y];
      }
    }
    return out;
  }

  /** Filtered and transformed down the columns: the rows of the picture, side x length. */
  #filterColumns(spectrum: Line, { lines, gains }: GaborGroup, filter: number): Line {
    const [side, length] = [this.#side, this.#length];
    const line = this.#line;
    const columns = newLine(side * length);
    for (const [i, x] of lines.entries()) {
      for (let y = 0; y < length; y++) {
        const gain = gains[(i * length + y) * GROUP + filter];
        line.re[y] = spectrum.re[x * length + y] * gain;
        line.im[y] = spectrum.im[x * length + y] * gain;
      }
      transformInPlace(line, this.#stages, this.#scratch);
      for (let y = 0; y < side; y++) {
        columns.re[y * length + x] = line.re[EXTENSION + y];
        columns.im[y * length + x] = line.im[EXTENSION + y];
      }
    }
    return columns;
  }

  #poolRows(columns: Line, out: Float32Array): void {
    const [side, length] = [this.#side, this.#length];
    const { re, im } = this.#line;
    const size = side / BLOCKS;
    out.fill(0);
    for (let y = 0; y < side; y++) {
      re.set(columns.re.subarray(y * length, (y + 1) * length));
      im.set(columns.im.subarray(y * length, (y + 1) * length));
      transformInPlace(this.#line, this.#stages, this.#scratch);
      for (let across = 0; across < BLOCKS; across++) {
        let sum = 0;
        const first = EXTENSION + across * size;
        for (let x = first; x < first + size; x++) {
          const squares = fround(fround(re[x] * re[x]) + fround(im[x] * im[x]));
          sum = fround(sum + fround(Math.sqrt(squares)));
        }
        out[across * BLOCKS + Math.floor(y / size)] += sum;
      }
    }
    for (let i = 0; i < out.length; i++) out[i] /= size * size;
  }
}
