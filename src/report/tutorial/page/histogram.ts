import { axisX, axisY, plot, pointerX, rectY, ruleY, text, tip } from '@observablehq/plot';
import { count, plural } from '../../page/format.ts';
import type { ReportMethod } from '../data.ts';
import { styleOf } from './method-styles.ts';

/** Buckets of `from` rows up to, not including, `to`. */
export interface SizeBin {
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
  readonly rows: number;
}

/** Sizes gathered by powers of two: a bin for 1, one for 2 and 3, one for 4 to 7 ... */
export function sizeBins(sizes: ReportMethod['sizes']): SizeBin[] {
  const largest = sizes.at(-1)?.[0] ?? 1;
  const bins = Array.from({ length: Math.floor(Math.log2(largest)) + 1 }, (_, i) => ({
    from: 2 ** i,
    to: 2 ** (i + 1),
    buckets: 0,
    rows: 0,
  }));
  for (const [size, buckets] of sizes) {
    const bin = bins[Math.floor(Math.log2(size))];
    bin.buckets += buckets;
    bin.rows += buckets * size;
  }
  return bins;
}

/** "1", "2–3", "4–7" */
export function binName({ from, to }: SizeBin): string {
  return to - 1 === from ? String(from) : `${count(from)}–${count(to - 1)}`;
}

/** Bucket sizes of one method. All histograms of a page share the x scale, up to `largest`. */
export function histogram(method: ReportMethod, largest: number, width: number): Element {
  const bins = sizeBins(method.sizes);
  const end = 2 ** (Math.floor(Math.log2(Math.max(1, largest))) + 1);
  const svg = plot({
    width,
    height: 230,
    marginTop: 34,
    marginLeft: 46,
    marginRight: 10,
    marginBottom: 42,
    ariaLabel: `Histogram of bucket sizes of ${method.name}, ${method.bits} bits`,
    x: { type: 'log', base: 2, domain: [1, end] },
    y: { nice: true },
    marks: [...axes(bins, end, width), ...bars(bins, styleOf(method.name).colour)],
  });
  svg.setAttribute('role', 'img');
  return svg;
}

function axes(bins: readonly SizeBin[], end: number, width: number) {
  const edges = Array.from({ length: Math.log2(end) + 1 }, (_, i) => 2 ** i);
  const every = Math.ceil((edges.length * 34) / Math.max(width - 60, 34));
  const highest = Math.max(...bins.map(({ buckets }) => buckets));
  const shared = { labelArrow: 'none' } as const;
  return [
    axisX(
      edges.filter((_, i) => i % every === 0),
      { ...shared, label: 'rows in the bucket', labelAnchor: 'center', text: String },
    ),
    // No fractions of a bucket.
    axisY({
      ...shared,
      label: 'buckets',
      ticks: Math.min(4, highest),
      tickSize: 0,
      tickFormat: count,
    }),
  ];
}

function bars(bins: readonly SizeBin[], fill: string) {
  const filled = bins.filter(({ buckets }) => buckets > 0);
  const place = { x: (bin: SizeBin) => Math.sqrt(bin.from * bin.to), y: 'buckets' };
  const title = (bin: SizeBin) =>
    `${plural(bin.buckets, 'bucket')} of ${binName(bin)} ${bin.to === 2 ? 'row' : 'rows'}\n` +
    `${plural(bin.rows, 'row')} in all`;
  return [
    rectY(filled, { x1: 'from', x2: 'to', y: 'buckets', fill, insetLeft: 1, insetRight: 1 }),
    ruleY([0]),
    text(filled, { ...place, text: (bin: SizeBin) => count(bin.buckets), dy: -8, fontSize: 11 }),
    tip(filled, pointerX({ ...place, title, fill: 'var(--surface)', fontSize: 13 })),
  ];
}
