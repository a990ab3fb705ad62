import { checkArray, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { checkDataset } from '../check-dataset.ts';
import type { MethodSettings } from '../methods/method.ts';
import { METHOD_NAMES, type MethodName } from '../methods/names.ts';
import { METHODS } from '../methods/registry.ts';
import type { PrecisionRecallPoint } from '../precision-recall.ts';
import { PROTOCOLS, type ProtocolName } from '../protocols/protocol.ts';
import { confidenceInterval, type Summary, summarise } from '../statistics/summary.ts';
import type { Cell, Measures } from './cell.ts';

/** One method at one code length and supervision over all partitions, as `--json` prints it. */
export interface CellResult {
  readonly method: MethodName;
  /** null for rankings without codes. */
  readonly bits: number | null;
  readonly supervision: number;
  readonly partitions: number;
  /** Mean over partitions. */
  readonly trainSeconds: number;
  readonly meanAveragePrecision: Summary;
  /** Empty balls count as 0; null for rankings without codes. */
  readonly precisionAtRadius2: (Summary & { readonly emptyShare: number }) | null;
  readonly precisionAt10: Summary;
}

/** What else is known of a cell: for the report, in results.json. */
export interface DetailedCell extends CellResult {
  readonly title: string;
  /** 95% confidence interval of the mean average precision, by Student's t. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Mean average precision by partition, for paired tests. */
  readonly byPartition: readonly number[];
  readonly meanAveragePrecisionAt1000: Summary;
  readonly precisionAt100: Summary;
  readonly areaUnderPrecisionRecall: Summary | null;
  readonly byRadius:
    | readonly {
        readonly radius: number;
        readonly precision: Summary;
        readonly recall: Summary;
        readonly emptyShare: number;
      }[]
    | null;
  /** Means over partitions. */
  readonly curve: readonly PrecisionRecallPoint[] | null;
  /** Means over partitions. */
  readonly codes: {
    readonly bitBalance: number;
    readonly constantBits: number;
    readonly bitCorrelation: number | null;
    readonly buckets: number;
    readonly largestBucket: number;
  } | null;
  readonly reRanked:
    | readonly {
        readonly radius: number;
        readonly precisionAt10: Summary | null;
        readonly precisionAt10EmptyAsZero: Summary;
        readonly emptyShare: number;
      }[]
    | null;
  readonly tuneSeconds: number;
  readonly measureSeconds: number;
  /** Those of each partition. */
  readonly settings: readonly MethodSettings[];
}

/** Outcome of `hashplane evaluate`. */
export interface EvaluationResult<One extends CellResult = CellResult> {
  readonly protocol: ProtocolName;
  readonly dataset: {
    readonly name: string;
    readonly rows: number;
    readonly dimensions: number;
    readonly classes: number;
  };
  readonly cells: readonly One[];
}

/** Puts the cells of all partitions together, in their order. */
export function summariseEvaluation(
  protocol: ProtocolName,
  dataset: Dataset,
  cells: readonly Cell[],
): EvaluationResult<DetailedCell> {
  if (!PROTOCOLS.includes(protocol)) {
    throw new InvalidArgumentError(
      `protocol must be one of ${PROTOCOLS.join(', ')}, not ${show(protocol)}`,
    );
  }
  checkDataset(dataset);
  const isSound = (cell: Cell) =>
    typeof cell?.measures?.meanAveragePrecision === 'number' && METHOD_NAMES.includes(cell.method);
  checkArray('cells', cells);
  if (!cells.every(isSound)) {
    throw new InvalidArgumentError('cells must be those of runEvaluation');
  }
  const { name, points, labels } = dataset;
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = `${cell.supervision} ${cell.method} ${METHODS[cell.method].ownBits ? 'own' : cell.bits}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return {
    protocol,
    dataset: {
      name,
      rows: points.rows,
      dimensions: points.cols,
      classes: new Set(labels).size,
    },
    cells: [...groups.values()].map(summariseCells),
  };
}

/** The part of a cell that `--json` prints. */
export function plainCell(cell: CellResult): CellResult {
  const { method, bits, supervision, partitions, trainSeconds } = cell;
  const { meanAveragePrecision, precisionAtRadius2, precisionAt10 } = cell;
  return {
    method,
    bits,
    supervision,
    partitions,
    trainSeconds,
    meanAveragePrecision,
    precisionAtRadius2,
    precisionAt10,
  };
}

function summariseCells(cells: readonly Cell[]): DetailedCell {
  const [first] = cells;
  const over = (value: (measures: Measures) => number) =>
    summarise(cells.map(({ measures }) => value(measures)));
  const meanOf = (value: (cell: Cell) => number) => summarise(cells.map(value)).mean;
  const byPartition = cells.map(({ measures }) => measures.meanAveragePrecision);
  const hasCodes = first.measures.byRadius !== null;
  const byRadius = hasCodes ? radii(cells) : null;
  return {
    method: first.method,
    title: METHODS[first.method].title,
    bits: first.bits,
    supervision: first.supervision,
    partitions: cells.length,
    trainSeconds: meanOf(({ trainSeconds }) => trainSeconds),
    meanAveragePrecision: summarise(byPartition),
    precisionAtRadius2: atRadius2(byRadius),
    precisionAt10: over((m) => m.precisionAt10),
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

/** At radius 2, or the largest where codes are shorter. */
function atRadius2(byRadius: DetailedCell['byRadius']): CellResult['precisionAtRadius2'] {
  const at = byRadius?.[Math.min(2, byRadius.length - 1)];
  return at ? { ...at.precision, emptyShare: at.emptyShare } : null;
}

function radii(cells: readonly Cell[]): DetailedCell['byRadius'] {
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

function meanCurve(cells: readonly Cell[]): DetailedCell['curve'] {
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

function meanCodes(cells: readonly Cell[]): DetailedCell['codes'] {
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

function reRanked(cells: readonly Cell[]): DetailedCell['reRanked'] {
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
