import type { TableCodes } from '../hamming/table-codes.ts';
import type { TableForm } from '../hamming/table-form.ts';
import type { SegmentCodes } from '../segment-codes.ts';

/** Rows that follow each other and were coded by the same hashers. */
export interface VersionRun {
  readonly form: TableForm;
  readonly codes: TableCodes;
}

/** A run and its rows, from `first` up to `end`. */
export interface PlacedRun extends VersionRun {
  readonly first: number;
  readonly end: number;
}

/** The codes of a segment whose rows were coded by hashers of several versions. */
export class VersionedCodes implements SegmentCodes {
  readonly runs: readonly PlacedRun[];

  /** @param runs - those of one form that follow each other are joined. */
  constructor(runs: readonly VersionRun[]) {
    const joined: VersionRun[] = [];
    for (const run of runs) {
      if (run.codes.count === 0) continue;
      const last = joined.at(-1);
      if (last?.form !== run.form) joined.push(run);
      else joined.splice(-1, 1, { ...run, codes: last.codes.followedBy(run.codes) });
    }
    let first = 0;
    this.runs = joined.map(({ form, codes }) => {
      const placed = { form, codes, first, end: first + codes.count };
      first = placed.end;
      return placed;
    });
  }

  get pieces(): readonly TableCodes[] {
    return this.runs.map(({ codes }) => codes);
  }

  get bytes(): number {
    return this.pieces.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get residentBytes(): number {
    return this.pieces.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
  }

  /** @param rows - ascending. */
  select(rows: readonly number[]): VersionedCodes {
    let at = 0;
    const runs = this.runs.map(({ form, codes, first, end }) => {
      const own: number[] = [];
      for (; at < rows.length && rows[at] < end; at++) own.push(rows[at] - first);
      return { form, codes: codes.select(own) };
    });
    return new VersionedCodes(runs);
  }

  followedBy(others: SegmentCodes): VersionedCodes {
    return new VersionedCodes([...this.runs, ...(others as VersionedCodes).runs]);
  }

  /** The same with other codes for the rows from `start` on, all of which are of one run. */
  with(start: number, { form, codes }: VersionRun): VersionedCodes {
    const runs = this.runs.flatMap((run): VersionRun[] => {
      const { first, end } = run;
      if (start < first || start >= end) return [run];
      return [
        { form: run.form, codes: run.codes.slice(0, start - first) },
        { form, codes },
        { form: run.form, codes: run.codes.slice(start + codes.count - first, end - first) },
      ];
    });
    return new VersionedCodes(runs);
  }

  release(): void {
    for (const codes of this.pieces) codes.release();
  }
}
