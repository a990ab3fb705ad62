import { checkMethod } from '../../../core/checks.ts';
import { InvalidArgumentError } from '../../../core/errors.ts';
import type { HyperplaneModel } from '../../../core/executor.ts';
import { HashCodes, MAX_BITS, wordsFor } from '../../../core/hash-codes.ts';
import type { Hasher } from '../../../core/hasher.ts';
import { Matrix } from '../../../core/matrix.ts';
import { runsOfRows, type Steps } from '../../../core/steps.ts';
import type { RowSource } from '../../../kernels/exact/api.ts';
import type { CodedQuery } from '../code-form.ts';
import { checkVersions, versionsOf } from './hasher-versions.ts';

/** A query as the tables see it. */
export interface HashedQuery extends CodedQuery {
  /** The code in each table. */
  readonly codes: readonly Uint32Array[];
  /** The codes of all tables, one after another. */
  readonly joined: Uint32Array;
  /** The projections in each table; empty unless they were asked for. */
  readonly projections: readonly Float32Array[];
}

/** The hashers of an index: one a table. */
export class TableHashers {
  readonly hashers: readonly Hasher[];
  readonly dimensions: number;
  /** Lengths of each table's hyperplanes, where all hashers tell. */
  readonly norms: readonly Float32Array[] | undefined;
  readonly #versions: (number | null)[];

  constructor(hasher: Hasher | readonly Hasher[]) {
    this.hashers = Array.isArray(hasher) ? [...hasher] : [hasher as Hasher];
    for (const own of this.hashers) checkMethod('hasher', own, 'encode', 'a fitted hasher');
    if (this.hashers.length === 0) throw new InvalidArgumentError('an index needs a hasher');
    this.#versions = versionsOf(this.hashers);
    // Fails before `fit`.
    this.dimensions = this.hashers[0].dimensions;
    for (const [table, { dimensions }] of this.hashers.entries()) {
      if (dimensions === this.dimensions) continue;
      throw new InvalidArgumentError(
        `hashers must have the same dimensions, but that of table ${table} has ${dimensions} and ` +
          `that of table 0 ${this.dimensions}`,
      );
    }
    const joinedBits = this.hashers.reduce((sum, { bits }) => sum + wordsFor(bits) * 32, 0);
    if (joinedBits > MAX_BITS) {
      throw new InvalidArgumentError(
        `the codes of all tables must take ${MAX_BITS} bits at most, in words of 32, not ${joinedBits}`,
      );
    }
    const norms = this.hashers.map(normsOf);
    this.norms = norms.every((each) => each !== null) ? norms : undefined;
  }

  get bits(): number[] {
    return this.hashers.map(({ bits }) => bits);
  }

  /** Throws where a hasher makes other codes than when it was given. */
  checkSame(): void {
    checkVersions(this.hashers, this.#versions);
  }

  encode(points: Matrix): HashCodes[] {
    this.checkSame();
    return this.hashers.map((hasher) => hasher.encode(points));
  }

  /** `encode` in steps. */
  *encodeInSteps(points: RowSource): Steps<HashCodes[]> {
    const { rows, cols } = points;
    const widths = this.bits.map(wordsFor);
    const words = widths.map((width) => new Uint32Array(rows * width));
    for (const [first, end] of runsOfRows(rows, cols)) {
      this.checkSame();
      const some = points.slice(first, end);
      for (const [t, hasher] of this.hashers.entries()) {
        words[t].set(hasher.encode(some).words, first * widths[t]);
        yield;
      }
    }
    return this.bits.map((bits, t) => new HashCodes(words[t], rows, bits));
  }

  /** Queries in every form that a search may need. */
  hash(queries: Matrix, needsProjections: boolean): HashedQuery[] {
    const codes = this.encode(queries);
    const joined = joinCodes(codes);
    const projections = needsProjections
      ? this.hashers.map((hasher) => hasher.projections(queries))
      : [];
    return Array.from({ length: queries.rows }, (_, q) => ({
      vector: queries.row(q),
      codes: codes.map((own) => own.code(q)),
      joined: joined.code(q),
      projections: projections.map((own) => own.row(q)),
    }));
  }
}

/** The codes of several tables as one longer code each, padding and all. */
export function joinCodes(codes: readonly HashCodes[]): HashCodes {
  if (codes.length === 1) return codes[0];
  const { count } = codes[0];
  const stride = codes.reduce((sum, { wordsPerCode }) => sum + wordsPerCode, 0);
  const words = new Uint32Array(count * stride);
  let start = 0;
  for (const { words: own, wordsPerCode } of codes) {
    for (let i = 0; i < count; i++) {
      const code = own.subarray(i * wordsPerCode, (i + 1) * wordsPerCode);
      words.set(code, i * stride + start);
    }
    start += wordsPerCode;
  }
  return new HashCodes(words, count, stride * 32);
}

/** Lengths of a hasher's hyperplanes, if it is one of hyperplanes. */
function normsOf(hasher: Hasher): Float32Array | null {
  const { hyperplanes } = hasher as Partial<HyperplaneModel>;
  if (!(hyperplanes instanceof Matrix)) return null;
  return Float32Array.from({ length: hyperplanes.rows }, (_, j) => {
    let squares = 0;
    for (const value of hyperplanes.row(j)) squares += value * value;
    return Math.sqrt(squares);
  });
}
