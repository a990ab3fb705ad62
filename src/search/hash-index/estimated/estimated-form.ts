import { Matrix } from '../../../core/matrix.ts';
import type { Steps } from '../../../core/steps.ts';
import type { Kernels } from '../../../kernels/api.ts';
import type { RowSource } from '../../../kernels/exact/api.ts';
import type { EstimatePlan, QueryEstimates } from '../../quantised/estimated-search.ts';
import type { QuantiserState } from '../../quantised/types.ts';
import { VectorQuantiser } from '../../quantised/vector-quantiser.ts';
import { mergeRanked, NONE, type RankedRows } from '../../ranked-rows.ts';
import { byPart, type FoundRows } from '../candidates.ts';
import type { CodedQuery, CodeForm } from '../code-form.ts';
import type { SearchPlan } from '../search-plan.ts';
import type { SegmentCodes } from '../segment-codes.ts';
import type { Snapshot } from '../snapshot.ts';
import { CodeErrors } from './code-errors.ts';
import { QuantisedCodes } from './quantised-codes.ts';

/** Codes about the mean, from which distances by the metric are estimated: see `QuantisedSearch`. */
export class EstimatedForm implements CodeForm {
  readonly state: QuantiserState;
  /** Of how many vectors the centre is the mean. */
  readonly centredOn: number;
  readonly maxRadius = null;
  readonly #kernels: Kernels;
  #spread: number;
  #quantiser: VectorQuantiser | null = null;
  readonly #errors: CodeErrors;

  /**
   * @param state - of a quantiser with one centre, the mean of `centredOn` vectors.
   * @param spread - of the rows that were in the index before.
   */
  constructor(kernels: Kernels, state: QuantiserState, centredOn: number, spread = 0) {
    this.#kernels = kernels;
    this.#spread = spread;
    this.state = state;
    this.centredOn = centredOn;
    // Fails before anything is coded.
    this.#quantiser = new VectorQuantiser(kernels, state);
    this.#errors = new CodeErrors(this.#quantiser.model);
  }

  get quantiser(): VectorQuantiser {
    this.#quantiser ??= new VectorQuantiser(this.#kernels, this.state);
    return this.#quantiser;
  }

  /**
   * As of `EncodedRows`, of all rows that were ever in the index. Segments know it of their own, removed
   * ones among them, which depends on how rows came to be spread over segments.
   */
  get spread(): number {
    return this.#spread;
  }

  get dimensions(): number {
    return this.state.dimensions;
  }

  get bits(): readonly number[] {
    return [this.state.codedDimensions * this.state.bitsPerDimension];
  }

  *encode(vectors: RowSource): Steps<QuantisedCodes> {
    return new QuantisedCodes(yield* this.quantiser.encodeInSteps(vectors));
  }

  taken(codes: SegmentCodes): void {
    this.#spread = Math.max(this.#spread, (codes as QuantisedCodes).encoded.spread);
  }

  prepare(queries: Matrix): CodedQuery[] {
    return Array.from({ length: queries.rows }, (_, q) => ({ vector: queries.row(q) }));
  }

  find(snapshot: Snapshot, queries: readonly CodedQuery[], plan: SearchPlan): FoundRows[] {
    const { rule, filter } = plan;
    if (rule.by !== 'codes') throw new Error(`no codes are estimated by ${rule.by}`);
    const found = snapshot.parts.map((part) =>
      this.#nearest(part.segment.codes, queries, rule.count, filter.excluded(part)),
    );
    return queries.map((_, q) => {
      let ranked = NONE;
      for (const [p, ofPart] of found.entries()) {
        const { rows, distances } = ofPart[q];
        const own = { rows: rows.map((row) => snapshot.offsets[p] + row), distances };
        ranked = mergeRanked(ranked, own, rule.count);
      }
      const rows = byPart(snapshot, ranked.rows.slice().sort());
      return { rows, probes: snapshot.rows, ranked, errors: found[0]?.[q] };
    });
  }

  deviations(
    snapshot: Snapshot,
    { vector }: CodedQuery,
    { errors }: FoundRows,
    { rows, distances }: RankedRows,
  ): Float64Array {
    if (!errors) throw new Error('no codes were estimated');
    const deviation = this.#errors.ofQuery(vector, errors);
    return Float64Array.from(rows, (row, i) => {
      const { segment, row: own } = snapshot.locate(row);
      return deviation((segment.codes as QuantisedCodes).encoded, own, distances[i]);
    });
  }

  rank(codes: SegmentCodes, query: CodedQuery, rows: Uint32Array | null, k: number): RankedRows {
    const excluded = rows && allBut(rows, (codes as QuantisedCodes).encoded.count);
    return this.#nearest(codes, [query], k, excluded)[0];
  }

  #nearest(
    codes: SegmentCodes,
    queries: readonly CodedQuery[],
    k: number,
    excluded: Uint8Array | null,
  ): QueryEstimates[] {
    const search = (codes as QuantisedCodes).search(this.quantiser);
    const plan: EstimatePlan = { k, visit: 1, excluded };
    const vectors = queries.map(({ vector }) => vector);
    const isOne = vectors.length === 1;
    return search.estimates(
      isOne ? new Matrix(vectors[0], 1, vectors[0].length) : Matrix.from(vectors),
      plan,
    );
  }

  /** Gives back what the backend keeps; it is made again when needed. */
  release(): void {
    this.#quantiser?.dispose();
    this.#quantiser = null;
  }
}

/** A bit a row, least significant first, for all but those named. */
function allBut(rows: Uint32Array, count: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(count / 8)).fill(255);
  for (let i = 0; i < rows.length; i++) bits[rows[i] >>> 3] &= ~(1 << (rows[i] & 7));
  return bits;
}
