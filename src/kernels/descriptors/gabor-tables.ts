import { angle64, exp64 } from '../../core/elementary64.ts';

/** Pixels by which a picture is extended before it is filtered. */
export const EXTENSION = 32;
const SCALES = 4;
const ORIENTATIONS = 8;
/** Filters that stand side by side in the tables. */
export const GROUP = 4;
/** Below float32's resolution of 1: a column of gains below it is left out. */
const LEAST = 2 ** -24;

/** Four Gabor filters: neighbouring orientations of one scale. */
export interface GaborGroup {
  /** Frequencies across at which a gain counts. */
  readonly lines: readonly number[];
  /** For each of these lengths x 4 gains, divided by length^2: [line][frequency down][filter]. */
  readonly gains: Float32Array;
}

/**
 * Gains of Gabor filters for images of length x length:
 * exp(-3.5 (|f| / length / (0.3 / 1.85^scale) - 1)^2 - 2 pi (angle(f) + pi orientation / 8)^2), the
 * angle within +-pi.
 */
export function gaborGroups(length: number): GaborGroup[] {
  return Array.from({ length: (SCALES * ORIENTATIONS) / GROUP }, (_, group) => {
    const scale = Math.floor((group * GROUP) / ORIENTATIONS);
    return groupOf(length, scale, (group * GROUP) % ORIENTATIONS);
  });
}

function groupOf(length: number, scale: number, orientation: number): GaborGroup {
  const centre = (length * 0.3) / 1.85 ** scale;
  const lines: number[] = [];
  const columns: Float64Array[] = [];
  for (let x = 0; x < length; x++) {
    const column = new Float64Array(length * GROUP);
    for (let y = 0; y < length; y++) {
      const [fx, fy] = [signed(x, length), signed(y, length)];
      const off = Math.sqrt(fx * fx + fy * fy) / centre - 1;
      const radial = exp64(-3.5 * off * off);
      const angle = angle64(fy, fx);
      for (let i = 0; i < GROUP; i++) {
        const turned = wrapped(angle + (Math.PI * (orientation + i)) / ORIENTATIONS);
        column[y * GROUP + i] = radial * exp64(-2 * Math.PI * turned * turned);
      }
    }
    if (column.every((gain) => gain < LEAST)) continue;
    lines.push(x);
    columns.push(column);
  }
  const gains = new Float32Array(columns.length * length * GROUP);
  for (const [at, column] of columns.entries()) {
    for (const [i, gain] of column.entries()) {
      gains[at * length * GROUP + i] = gain / (length * length);
    }
  }
  return { lines, gains };
}

/** Frequencies in the order of a transform: 0, 1, ..., the negative ones. */
function signed(place: number, length: number): number {
  return 2 * place < length ? place : place - length;
}

function wrapped(angle: number): number {
  if (angle > Math.PI) return angle - 2 * Math.PI;
  return angle < -Math.PI ? angle + 2 * Math.PI : angle;
}
