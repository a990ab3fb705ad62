import { Matrix } from '../../core/matrix.ts';
import { runsOfRows, type Steps } from '../../core/steps.ts';
import type { RowSource } from '../../kernels/exact/api.ts';
import type { KeptVectors } from './kept-vectors.ts';
import { sequence } from './nearest-in-blocks.ts';
import { RowSet } from './row-set.ts';
import { joinSegments, type Segment } from './segment.ts';
import type { SegmentCodes } from './segment-codes.ts';
import type { Id } from './types.ts';

/** A segment and the rows that were removed from it. */
export interface Part {
  readonly segment: Segment;
  readonly removed: RowSet;
}

/** A later segment is merged with the one before it unless that is so many times its size. */
const GROWTH = 2;
/** Ids that are looked up between two turns of others. */
const IDS_A_STEP = 2000;

/**
 * All that an index holds at one moment. It never changes: adding and removing make new snapshots,
 * which share what they can, and a search goes on with the one it began with.
 *
 * Segments are merged as in the logarithmic method (Bentley & Saxe, 1980): there are O(log n) of
 * them, and every vector is copied O(log n) times however it was added.
 */
export class Snapshot {
  readonly parts: readonly Part[];
  /** Where the rows of each part begin among all rows. */
  readonly offsets: readonly number[];
  /** Rows, removed ones among them. */
  readonly rows: number;
  /** Rows that searches can find. */
  readonly size: number;

  constructor(parts: readonly Part[]) {
    const offsets: number[] = [];
    let rows = 0;
    let size = 0;
    for (const { segment, removed } of parts) {
      offsets.push(rows);
      rows += segment.size;
      size += segment.size - removed.count;
    }
    this.parts = parts;
    this.offsets = offsets;
    this.rows = rows;
    this.size = size;
  }

  has(id: Id): boolean {
    return this.find(id) !== null;
  }

  /** Where a row is that is counted over all parts. */
  locate(row: number): { readonly segment: Segment; readonly row: number } {
    let p = this.parts.length - 1;
    while (this.offsets[p] > row) p--;
    return { segment: this.parts[p].segment, row: row - this.offsets[p] };
  }

  /** Where an id is; null if it is in none of the parts. */
  find(id: Id): { readonly segment: Segment; readonly row: number } | null {
    for (const { segment, removed } of this.parts) {
      const row = segment.rowOf(id);
      if (row !== undefined && !removed.has(row)) return { segment, row };
    }
    return null;
  }

  /** With a segment more, whose ids are not in this one. */
  *with(segment: Segment): Steps<Snapshot> {
    const parts = [...this.parts, whole(segment)];
    while (parts.length > 1) {
      const [before, last] = parts.slice(-2);
      if (liveOf(before) > GROWTH * liveOf(last)) break;
      const [a, b] = [yield* compact(before), yield* compact(last)];
      parts.splice(-2, 2, whole(yield* joinSegments(a.segment, b.segment)));
    }
    return new Snapshot(parts);
  }

  /** Without these ids; unknown ones are passed over. Parts that are half empty are rewritten. */
  *without(ids: Iterable<Id>): Steps<Snapshot> {
    const rows = this.parts.map((): Set<number> => new Set());
    let looked = 0;
    for (const id of ids) {
      if (++looked % IDS_A_STEP === 0) yield;
      for (const [p, { segment, removed }] of this.parts.entries()) {
        const row = segment.rowOf(id);
        if (row !== undefined && !removed.has(row)) rows[p].add(row);
      }
    }
    const parts: Part[] = [];
    for (const [p, part] of this.parts.entries()) {
      const removed = rows[p].size === 0 ? part.removed : part.removed.with([...rows[p]]);
      const left = { segment: part.segment, removed };
      const isHalfEmpty = rows[p].size > 0 && liveOf(left) * 2 < left.segment.size;
      parts.push(isHalfEmpty ? yield* compact(left) : left);
    }
    return new Snapshot(parts.filter((part) => liveOf(part) > 0));
  }

  /** The same vectors, which are kept, with other codes; removed ones are not coded, but left behind. */
  *coded(encode: (vectors: RowSource) => Steps<SegmentCodes>): Steps<Snapshot> {
    const parts: Part[] = [];
    for (const part of this.parts) {
      const { segment } = yield* compact(part);
      const codes = yield* encode(keptRows(segment, 0, segment.size));
      parts.push(whole(segment.withCodes(codes)));
    }
    return new Snapshot(parts);
  }

  /** The same vectors, coded already. */
  withCodes(codesOf: (segment: Segment) => SegmentCodes): Snapshot {
    return new Snapshot(
      this.parts.map(({ segment, removed }) => {
        return { segment: segment.withCodes(codesOf(segment)), removed };
      }),
    );
  }

  /** The same with other vectors, where there is one segment. */
  withVectors(vectors: KeptVectors): Snapshot {
    const [{ segment, removed }] = this.parts;
    return new Snapshot([{ segment: segment.withVectors(vectors), removed }]);
  }

  /** At most `count` of the kept vectors, evenly spaced in order of insertion; null if there are none. */
  *sample(count: number): Steps<Matrix | null> {
    const step = Math.max(1, this.size / count);
    const found: Matrix[] = [];
    let [place, next] = [0, 0];
    for (const { segment, removed } of this.parts) {
      const chosen: number[] = [];
      for (let row = 0; row < segment.size; row++) {
        if (removed.has(row)) continue;
        if (place++ < next) continue;
        chosen.push(row);
        next += step;
      }
      if (chosen.length === 0) continue;
      const cols = segment.vectors!.cols;
      for (const [first, end] of runsOfRows(chosen.length, cols)) {
        found.push(segment.vectors!.read(chosen.slice(first, end)));
        yield;
      }
    }
    return found.length === 0 ? null : yield* joinRows(found);
  }

  /** All rows, in order of insertion. */
  *entries(): Generator<{ readonly segment: Segment; readonly row: number }> {
    for (const { segment, removed } of this.parts) {
      for (let row = 0; row < segment.size; row++) if (!removed.has(row)) yield { segment, row };
    }
  }

  /** Names of the fields of documents, some more than once. */
  fields(): string[] {
    return this.parts.flatMap(({ segment }) => [...(segment.documents?.columns.keys() ?? [])]);
  }

  /** All that is left in one segment; null if nothing is. */
  *compacted(): Steps<Segment | null> {
    let all: Segment | null = null;
    for (const part of this.parts) {
      const { segment } = yield* compact(part);
      all = all ? yield* joinSegments(all, segment) : segment;
    }
    return all;
  }

  /** Gives back what the backend keeps of this snapshot and of none of the others. */
  releaseUnless(others: readonly Snapshot[]): void {
    const kept = new Set<object | null>();
    for (const { parts } of others) {
      for (const { segment } of parts) {
        for (const codes of piecesOf(segment)) kept.add(codes);
        kept.add(segment.vectors);
      }
    }
    // Segments share vectors where codes were made anew.
    for (const { segment } of this.parts) {
      for (const codes of piecesOf(segment)) if (!kept.has(codes)) codes.release();
      if (!kept.has(segment.vectors)) segment.vectors?.release();
    }
  }
}

function piecesOf({ codes }: Segment): readonly SegmentCodes[] {
  return codes.pieces ?? [codes];
}

/** Kept vectors from row `first` up to `end`, to be coded. */
export function keptRows({ vectors }: Segment, first: number, end: number): RowSource {
  const own = vectors!;
  const slice = (from: number, to: number) => own.read(sequence(first + from, to - from));
  return { rows: end - first, cols: own.cols, slice };
}

/** Rows from `first` up to `end` that are not removed. */
export function liveIn({ removed }: Part, first: number, end: number): number {
  if (removed.count === 0) return end - first;
  let live = 0;
  for (let row = first; row < end; row++) if (!removed.has(row)) live++;
  return live;
}

function whole(segment: Segment): Part {
  return { segment, removed: RowSet.empty(segment.size) };
}

function liveOf({ segment, removed }: Part): number {
  return segment.size - removed.count;
}

/** A part without removed rows. */
function* compact(part: Part): Steps<Part> {
  const { segment, removed } = part;
  if (removed.count === 0) return part;
  const rows: number[] = [];
  for (let row = 0; row < segment.size; row++) if (!removed.has(row)) rows.push(row);
  return whole(yield* segment.select(rows));
}

/** Rows of matrices, one after another. */
function* joinRows(matrices: readonly Matrix[]): Steps<Matrix> {
  const [{ cols }] = matrices;
  const rows = matrices.reduce((sum, own) => sum + own.rows, 0);
  const data = new Float32Array(rows * cols);
  let at = 0;
  for (const own of matrices) {
    data.set(own.data, at);
    at += own.data.length;
    yield;
  }
  return new Matrix(data, rows, cols);
}
