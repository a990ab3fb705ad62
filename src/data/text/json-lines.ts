import { FormatError } from '../../core/errors.ts';
import { type Line, LineSplitter } from './lines.ts';
import {
  findKnown,
  LABEL_NAMES,
  POINT_NAMES,
  type RowParser,
  RowStore,
  type Rows,
  type TableOptions,
} from './row-parser.ts';

/**
 * Reads JSON lines piece by piece: each line is a vector, an array of numbers, or an object that
 * holds one, perhaps with a label. The vector's key is the one that is asked for, one called
 * embedding, vector, X..., or the only one with an array of numbers; all lines use the first one's
 * keys.
 */
export class JsonLinesParser implements RowParser {
  readonly #options: TableOptions;
  readonly #lines = new LineSplitter();
  readonly #rows = new RowStore();
  #keys: { points: string | null; label: string | null } | null = null;

  constructor(options: TableOptions = {}) {
    this.#options = options;
  }

  get cols(): number | undefined {
    return this.#rows.cols;
  }

  get pointsName(): string {
    return this.#keys?.points ?? 'points';
  }

  get labelsName(): string | null {
    return this.#keys?.label ?? null;
  }

  push(piece: Uint8Array): void {
    for (const line of this.#lines.push(piece)) this.#add(line);
  }

  end(): void {
    for (const line of this.#lines.end()) this.#add(line);
  }

  take(): Rows {
    return this.#rows.take();
  }

  #add(line: Line): void {
    if (line.text.trim() === '') return;
    const value = parse(line);
    this.#keys ??= chooseKeys(value, line, this.#options);
    const { points, label } = this.#keys;
    const vector = points === null ? value : member(value, points);
    if (!isVector(vector)) {
      const what = points === null ? 'it' : JSON.stringify(points);
      throw fault(line, `${what} must be an array of numbers`);
    }
    const { cols } = this.#rows;
    if (cols !== undefined && vector.length !== cols) {
      throw fault(line, `it has ${vector.length} dimensions where the first has ${cols}`);
    }
    this.#rows.add(vector, label === null ? null : labelOf(value, label, line));
  }
}

function parse(line: Line): unknown {
  try {
    return JSON.parse(line.text);
  } catch (cause) {
    throw new FormatError(`line ${line.number} is no valid JSON`, line.at, { cause });
  }
}

function chooseKeys(value: unknown, line: Line, { pointsColumn, labelColumn }: TableOptions) {
  if (Array.isArray(value)) return { points: null, label: null };
  if (typeof value !== 'object' || value === null) {
    throw fault(line, 'it must be an array of numbers, or an object with one');
  }
  const vectors = Object.keys(value).filter((key) => isVector(member(value, key)));
  const known = findKnown(vectors, POINT_NAMES);
  const points = pointsColumn ?? vectors[known] ?? (vectors.length === 1 ? vectors[0] : null);
  if (points === null) {
    const shown = vectors.slice(0, 10).map((key) => JSON.stringify(key));
    throw fault(
      line,
      vectors.length === 0
        ? 'no key holds an array of numbers'
        : `several keys hold arrays of numbers: ${shown.join(', ')}`,
    );
  }
  const keys = Object.keys(value).filter((key) => isLabel(member(value, key)));
  const label = labelColumn ?? keys[findKnown(keys, LABEL_NAMES)];
  return { points, label: label === undefined ? null : String(label) };
}

function labelOf(value: unknown, key: string, line: Line): string {
  const label = member(value, key);
  if (!isLabel(label)) {
    throw fault(line, `the label ${JSON.stringify(key)} must be a whole number or a text`);
  }
  return String(label);
}

/** A member of its own: keys such as __proto__ are like any other. */
function member(value: unknown, key: string): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function isVector(value: unknown): value is number[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'number')
  );
}

function isLabel(value: unknown): value is string | number {
  return typeof value === 'string' || Number.isInteger(value);
}

function fault(line: Line, reason: string): FormatError {
  return new FormatError(`line ${line.number}: ${reason}`, line.at);
}
