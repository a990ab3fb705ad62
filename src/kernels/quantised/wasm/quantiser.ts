import { METRICS } from '../../api.ts';
import { rowsPerBatch } from '../../runtime/batches.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { CodeRows, Quantiser, QuantiserModel } from '../api.ts';
import type { QuantisedInstance } from '../exports.ts';
import { nibblesOf, rotatedDimensions } from '../layout.ts';
import { WasmLists } from './lists.ts';

/** Fields of 32 bits of a model: see assembly/quantised/model.ts. */
const MODEL_FIELDS = 9;

/** A model in linear memory. */
export class WasmQuantiser extends ResidentBlocks implements Quantiser {
  readonly #wasm: QuantisedInstance;
  readonly #model: QuantiserModel;
  readonly #fields: number;
  readonly #rotated: number;

  constructor(wasm: QuantisedInstance, model: QuantiserModel) {
    super(wasm.memory, 'quantiser');
    const { metric, dimensions, codedDimensions, bitsPerDimension, signs, centres, mean } = model;
    const { memory, kernels } = wasm;
    const rotated = rotatedDimensions(dimensions, bitsPerDimension);
    this.#wasm = wasm;
    this.#model = model;
    this.#rotated = rotated;
    this.#fields = this.allocate(MODEL_FIELDS * 4);
    const signsAt = this.allocate(signs.byteLength);
    const centresAt = this.allocate(centres.rows * rotated * 4);
    const rotatedAt = this.allocate(centres.rows * rotated * 4);
    const meanAt = this.allocate(rotated * 4);
    memory.u32(signsAt, signs.length).set(signs);
    const padded = memory.f32(centresAt, centres.rows * rotated).fill(0);
    for (let c = 0; c < centres.rows; c++) padded.set(centres.row(c), c * rotated);
    memory.f32(meanAt, rotated).fill(0).set(mean);
    memory
      .u32(this.#fields, MODEL_FIELDS)
      .set([
        METRICS.indexOf(metric),
        dimensions,
        rotated,
        codedDimensions,
        bitsPerDimension,
        signsAt,
        centresAt,
        rotatedAt,
        meanAt,
      ]);
    kernels.rotateCentres(this.#fields, centres.rows);
  }

  encode(
    points: Float32Array,
    rows: number,
    clusters: Uint16Array | null,
    codes: Uint8Array,
    factors: Float32Array,
  ): { unfit: number; spread: number } {
    this.checkAlive();
    const { memory, kernels } = this.#wasm;
    const { dimensions } = this.#model;
    const codeBytes = nibblesOf(this.#model) / 2;
    const batch = Math.min(rows, rowsPerBatch((dimensions * 4 + codeBytes) * 2));
    return memory.withScratch((allocate) => {
      const input = allocate(batch * dimensions * 4);
      const centres = clusters ? allocate(batch * 4) : 0;
      const scratch = allocate(this.#rotated * 8);
      const codesAt = allocate(batch * codeBytes);
      const factorsAt = allocate(batch * 8);
      const spreadAt = allocate(8);
      const spread = () => memory.f64(spreadAt, 1);
      spread()[0] = 0;
      for (let first = 0; first < rows; first += batch) {
        const n = Math.min(batch, rows - first);
        const from = first * dimensions;
        memory.f32(input, n * dimensions).set(points.subarray(from, from + n * dimensions));
        if (clusters) memory.u32(centres, n).set(clusters.subarray(first, first + n));
        const done = kernels.encodeRows(
          this.#fields,
          input,
          n,
          centres,
          scratch,
          codesAt,
          factorsAt,
          spreadAt,
        );
        if (done < n) return { unfit: first + done, spread: spread()[0] };
        codes.set(memory.u8(codesAt, n * codeBytes), first * codeBytes);
        factors.set(memory.f32(factorsAt, n * 2), first * 2);
      }
      return { unfit: rows, spread: spread()[0] };
    });
  }

  createLists(codes: CodeRows): WasmLists {
    this.checkAlive();
    return new WasmLists(
      this.#wasm,
      this.#model,
      (point, scratch, query) => {
        this.checkAlive();
        this.#wasm.kernels.prepareQuery(this.#fields, point, scratch, query);
      },
      codes,
    );
  }
}
