import { count } from '../../page/format.ts';
import type { BenchPageResult } from '../data.ts';

/** The result of a contender in the same case. */
export function rivalOf(
  results: readonly BenchPageResult[],
  result: BenchPageResult,
  contender: string,
): BenchPageResult | undefined {
  return results.find(
    (other) =>
      other.suite === result.suite && other.case === result.case && other.contender === contender,
  );
}

/** The same work of the same contender on one thread, where that was measured. */
export function atOneThread(
  results: readonly BenchPageResult[],
  result: BenchPageResult,
): BenchPageResult | undefined {
  const [sizes, threads] = result.case.split(' threads=');
  if (threads === undefined || threads === '1') return undefined;
  return rivalOf(results, { ...result, case: `${sizes} threads=1` }, result.contender);
}

/** "12.3×", or "–" without a rival. */
export function times(result: BenchPageResult, rival: BenchPageResult | undefined): string {
  return rival ? `${short(result.median / rival.median)}×` : '–';
}

/** About three digits. */
export function short(value: number): string {
  if (value >= 100) return count(Math.round(value));
  return String(Number(value.toPrecision(value < 1 ? 2 : 3)));
}
