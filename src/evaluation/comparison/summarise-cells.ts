import { confidenceInterval, type Summary, summarise } from '../statistics/summary.ts';
import type { Cell, Measures } from './cell.ts';
import type { CellResult, DetailedCell } from './cell-result.ts';

/** Cells of one method at one code length and supervision, a partition each, as means with their spread. */
export function summariseCells<M extends string>(
  cells: readonly Cell<M>[],
  title: string,
): DetailedCell<M> {
  const [first] = cells;
  const over = (value: (measures: Measures) => number) =>
    summarise(cells.map(({ measures }) => value(measures)));
  const meanOf = (value: (cell: Cell<M>) => number) => summarise(cells.map(value)).mean;
  const byPartition = cells.map(({ measures }) => measures.meanAveragePrecision);
  const hasCodes = first.measures.byRadius !== null;
  const byRadius = hasCodes ? radii(cells) : null;
  return {
    method: first.method,
    title,
    bits: first.bits,
    supervision: first.supervision,
    partitions: cells.length,
    trainSeconds: meanOf(({ trainSeconds }) => trainSeconds),
    meanAveragePrecision: summarise(byPartition),
    precisionAtRadius2: atRadius2(byRadius),
    precisionAt10: over((m) => m.precisionAt10),
    accuracy: meanAccuracy(cells),
    interval: confidenceInterval(byPartition),
    byPartition,
    meanAveragePrecisionAt1000: over((m) => m.meanAveragePrecisionAt1000),
    precisionAt100: over((m) => m.precisionAt100),
    areaUnderPrecisionRecall: hasCodes ? over((m) => m.areaUnderPrecisionRecall ?? 0) : null,
    byRadius,
    curve: meanCurve(cells),
    codes: meanCodes(cells),
    reRanked: reRanked(cells),
    tuneSeconds: meanOf(({ tuneSeconds }) => tuneSeconds),
    measureSeconds: meanOf(({ measureSeconds }) => measureSeconds),
    settings: cells.map(({ settings }) => settings),
  };
}

/** Cells that were kept before accuracy was measured have none. */
function meanAccuracy(cells: readonly Cell<string>[]): Summary | null {
  const all = cells.flatMap(({ accuracy }) => accuracy ?? []);
  return all.length === 0 ? null : summarise(all);
}

/** At radius 2, or the largest where codes are shorter. */
function atRadius2(byRadius: DetailedCell['byRadius']): CellResult['precisionAtRadius2'] {
  const at = byRadius?.[Math.min(2, byRadius.length - 1)];
  return at ? { ...at.precision, emptyShare: at.emptyShare } : null;
}

function radii(cells: readonly Cell<string>[]): DetailedCell['byRadius'] {
  const shortest = Math.min(...cells.map(({ measures }) => measures.byRadius?.length ?? 0));
  return Array.from({ length: shortest }, (_, radius) => {
    const own = cells.flatMap(({ measures }) => measures.byRadius?.[radius] ?? []);
    return {
      radius,
      precision: summarise(own.map(({ precision }) => precision)),
      recall: summarise(own.map(({ recall }) => recall)),
      emptyShare: summarise(own.map(({ emptyShare }) => emptyShare)).mean,
    };
  });
}

function meanCurve(cells: readonly Cell<string>[]): DetailedCell['curve'] {
  const curves = cells.flatMap(({ measures }) => (measures.curve ? [measures.curve] : []));
  if (curves.length === 0) return null;
  const shortest = Math.min(...curves.map((curve) => curve.length));
  return Array.from({ length: shortest }, (_, radius) => {
    const own = curves.map((curve) => curve[radius]);
    const precisions = own.flatMap(({ precision }) => (precision === null ? [] : [precision]));
    return {
      radius,
      precision: precisions.length === 0 ? null : summarise(precisions).mean,
      recall: summarise(own.map(({ recall }) => recall)).mean,
    };
  });
}

function meanCodes(cells: readonly Cell<string>[]): DetailedCell['codes'] {
  const all = cells.flatMap(({ measures }) => (measures.codes ? [measures.codes] : []));
  if (all.length === 0) return null;
  const mean = (values: readonly number[]) => summarise(values).mean;
  const correlations = all.flatMap(({ bitCorrelation }) => bitCorrelation ?? []);
  return {
    bitBalance: mean(all.map(({ bitBalance }) => bitBalance)),
    constantBits: mean(all.map(({ constantBits }) => constantBits)),
    bitCorrelation: correlations.length === 0 ? null : mean(correlations),
    buckets: mean(all.map(({ buckets }) => buckets)),
    largestBucket: mean(all.map(({ largestBucket }) => largestBucket)),
  };
}

function reRanked(cells: readonly Cell<string>[]): DetailedCell['reRanked'] {
  const all = cells.flatMap(({ measures }) => (measures.reRanked ? [measures.reRanked] : []));
  if (all.length === 0) return null;
  const shortest = Math.min(...all.map((radii) => radii.length));
  return Array.from({ length: shortest }, (_, radius) => {
    const own = all.map((radii) => radii[radius]);
    const found = own.flatMap(({ precisionAt10 }) => precisionAt10 ?? []);
    return {
      radius,
      precisionAt10: found.length === 0 ? null : summarise(found),
      precisionAt10EmptyAsZero: summarise(own.map((one) => one.precisionAt10EmptyAsZero)),
      emptyShare: summarise(own.map(({ emptyShare }) => emptyShare)).mean,
    };
  });
}
