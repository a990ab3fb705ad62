import type { BenchResult, DetailedResult } from '../../bench/harness.ts';

/** What a run found, and where. */
export interface BenchReport<Result extends BenchResult = DetailedResult> {
  readonly machine: string;
  readonly node: string;
  readonly commit: string | null;
  readonly threads: number;
  /** Whether the engine has relaxed SIMD, which `wasm-simd` then uses where that pays. */
  readonly relaxedSimd: boolean;
  readonly results: readonly Result[];
}

/** The report as `--json` prints it; results.json has more. */
export function withoutDetails({ results, ...where }: BenchReport): BenchReport<BenchResult> {
  return { ...where, results: results.map(({ quartiles, ...result }) => result) };
}
