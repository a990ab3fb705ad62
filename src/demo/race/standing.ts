import type { DetailedResult } from '../../bench/harness.ts';
import { count } from '../../report/page/format.ts';
import { CONTENDERS, type ContenderName } from './programme.ts';

/** One contender's bar; lengths are shares of the track. */
export interface Bar {
  readonly contender: ContenderName;
  /** Work done. The track is as long as what the fastest quarter of all runs would do in the event. */
  readonly length: number;
  /** Where the middle half of the runs would end. */
  readonly quartiles: readonly [low: number, high: number];
  /** Times as fast as the plain form; null where that did not run. */
  readonly ratio: number | null;
  /** What has been measured of it. */
  readonly result: DetailedResult;
}

/**
 * The bars of an event so far. All contenders are measured in turns and have the same time, so a bar
 * is the work that its contender did in that time: bars grow with the share of the time that is over
 * and have the proportions of the rates at every moment. Whose results are wrong has no bar.
 */
export function barsOf(results: readonly DetailedResult[], share: number): Bar[] {
  const right = results.filter(({ verified }) => verified);
  const fastest = Math.max(...right.map(({ quartiles }) => quartiles[1]));
  const naive = right.find(({ contender }) => contender === 'naive')?.median;
  const length = (rate: number) => (rate / fastest) * share;
  return right
    .filter(({ contender }) => isContender(contender))
    .map((result) => ({
      contender: result.contender as ContenderName,
      length: length(result.median),
      quartiles: [length(result.quartiles[0]), length(result.quartiles[1])],
      ratio: naive ? result.median / naive : null,
      result,
    }));
}

function isContender(name: string): name is ContenderName {
  return (CONTENDERS as readonly string[]).includes(name);
}

/** The smallest and the largest ratio of one contender to another over the events. */
export function ratioRange(
  events: readonly (readonly DetailedResult[])[],
  contender: ContenderName,
  to: ContenderName,
): { readonly low: number; readonly high: number } | null {
  const ratios = events.flatMap((results) => {
    const rateOf = (name: ContenderName) =>
      results.find((result) => result.contender === name && result.verified)?.median;
    const [own, other] = [rateOf(contender), rateOf(to)];
    return own && other ? [own / other] : [];
  });
  return ratios.length ? { low: Math.min(...ratios), high: Math.max(...ratios) } : null;
}

/** The whole race in a sentence; null before anything was measured. */
export function raceSentence(events: readonly (readonly DetailedResult[])[]): string | null {
  const names = ['wasm-simd', 'wasm'] as const;
  const texts = { 'wasm-simd': 'WebAssembly with SIMD', wasm: 'WebAssembly' };
  for (const name of names) {
    const naive = ratioRange(events, name, 'naive');
    const tuned = ratioRange(events, name, 'typescript');
    if (!naive || !tuned) continue;
    return `On this device ${texts[name]} is ${range(naive)} times as fast as plain TypeScript, and ${range(tuned)} times as fast as tuned TypeScript.`;
  }
  const tuned = ratioRange(events, 'typescript', 'naive');
  return tuned && `On this device tuned TypeScript is ${range(tuned)} times as fast as plain.`;
}

function range({ low, high }: { readonly low: number; readonly high: number }): string {
  const [from, to] = [ratioText(low), ratioText(high)];
  return from === to ? from : `${from} to ${to}`;
}

/** A ratio as people say it: 0.85, 3.4, 38. */
export function ratioText(ratio: number): string {
  if (ratio < 0.95) return ratio.toFixed(2);
  return ratio < 9.95 ? ratio.toFixed(1) : count(Math.round(ratio));
}

/** A rate in three digits: 590 thousand, 2.15 billion. */
export function rateText(rate: number): string {
  const scales = [
    [1e9, ' billion'],
    [1e6, ' million'],
    [1e3, ' thousand'],
  ] as const;
  const [scale, word] = scales.find(([size]) => rate >= size) ?? [1, ''];
  return `${Number((rate / scale).toPrecision(3))}${word}`;
}
