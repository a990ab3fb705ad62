import { bytesText } from '../output/bytes-text.ts';
import type { Paint } from '../output/colour.ts';
import type { MeasuredRun } from './report.ts';

/** What a run took, at its end. @param started - of `performance.now()`. */
export function resourcesSince(started: number): Pick<MeasuredRun, 'seconds' | 'peakMemoryBytes'> {
  return {
    seconds: (performance.now() - started) / 1000,
    // Given in kilobytes.
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** The last line. @param resumed - a clause on cells that were resumed; empty where none were. */
export function resourcesText(
  { seconds, peakMemoryBytes }: Pick<MeasuredRun, 'seconds' | 'peakMemoryBytes'>,
  resumed: string,
  paint: Paint,
): string {
  const memory = `${bytesText(peakMemoryBytes)} of memory at most`;
  return paint('dim', `${seconds.toFixed(1)} s in all${resumed}, ${memory}`);
}
