import { checkArray, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { checkDataset } from '../check-dataset.ts';
import { METHOD_NAMES } from '../methods/names.ts';
import { METHODS } from '../methods/registry.ts';
import { PROTOCOLS, type ProtocolName } from '../protocols/protocol.ts';
import type { Cell } from './cell.ts';
import type { CellResult, DetailedCell } from './cell-result.ts';
import { summariseCells } from './summarise-cells.ts';

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
    cells: [...groups.values()].map((own) => summariseCells(own, METHODS[own[0].method].title)),
  };
}

/** The part of a cell that `--json` prints. */
export function plainCell<M extends string>(cell: CellResult<M>): CellResult<M> {
  const { method, bits, supervision, partitions, trainSeconds } = cell;
  const { meanAveragePrecision, precisionAtRadius2, precisionAt10, accuracy } = cell;
  return {
    method,
    bits,
    supervision,
    partitions,
    trainSeconds,
    meanAveragePrecision,
    precisionAtRadius2,
    precisionAt10,
    accuracy,
  };
}
