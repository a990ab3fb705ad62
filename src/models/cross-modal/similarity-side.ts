import type { Matrix } from '../../core/matrix.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { WorkOptions } from '../self-training/linear-systems.ts';
import type { Judge, Judgement } from './judge.ts';
import { hasRoots, type LearnedScaling, learnScaling, scaledRows } from './scaling.ts';
import type { Scaling } from './settings.ts';
import {
  type SimilarityRidge,
  type SimilaritySystem,
  similaritySystem,
  solveSimilarities,
} from './similarity-ridge.ts';

/** Factors from one width or ridge to the next that is tried, and the farthest from 1. */
const WIDTH_STEP = 2;
const WIDTH_MOST = 2 ** 5;
const RIDGE_STEP = 10 ** 0.5;
const RIDGE_MOST = 10 ** 4;

/** Settings are chosen with no more landmarks than these. */
const MOST_WHEN_CHOOSING = 800;

/** Settings of one modality; those that are not given are chosen. */
export interface SideSettings {
  readonly scaling?: Scaling | undefined;
  readonly width?: number | undefined;
  readonly ridge?: number | undefined;
  readonly landmarks: number;
}

/** Rows of one modality as they were given. */
export interface SideRows {
  readonly name: string;
  readonly points: Matrix;
  readonly targets: Matrix;
  /** The first so many rows have targets that are known, and may judge. */
  readonly known: number;
}

/** What one modality learned. */
export interface SimilaritySide extends Judgement {
  readonly scaling: LearnedScaling;
  readonly ridge: SimilarityRidge;
  readonly settings: Required<Omit<SideSettings, 'landmarks'>>;
}

/**
 * Ridge regression of one modality. Scaling, width and ridge are chosen by the loss of values that are
 * left out in turn, which takes no further fit: from width and ridge 1 as far as each step is better than
 * the one before.
 *
 * Cost: some 6 systems and 20 solutions for each scaling; see `similaritySystem`, `solveSimilarities`.
 */
export async function fitSide(
  kernels: Kernels,
  rows: SideRows,
  given: SideSettings,
  judge: Judge,
  seed: number,
  options: WorkOptions = {},
): Promise<SimilaritySide> {
  const scalings = given.scaling ? [given.scaling] : candidates(rows.points);
  let best: SimilaritySide | null = null;
  const { signal } = options;
  const fit = (settings: SideSettings & { readonly scaling: Scaling }) =>
    fitScaling(kernels, rows, settings, judge, seed, { signal });
  const isGiven = scalings.length === 1 && given.width !== undefined && given.ridge !== undefined;
  if (!isGiven) {
    const landmarks = Math.min(MOST_WHEN_CHOOSING, given.landmarks);
    for (const [i, scaling] of scalings.entries()) {
      const side = await fit({ ...given, scaling, landmarks });
      if (best === null || side.loss < best.loss) best = side;
      options.onProgress?.(i + 1, scalings.length + 1);
    }
    const isWhole = Math.min(rows.points.rows, given.landmarks) <= MOST_WHEN_CHOOSING;
    if (best && isWhole) return best;
  }
  return fit({ ...given, ...(best?.settings ?? { scaling: scalings[0] }) });
}

/** Square roots where there can be, and standard deviations. */
function candidates(points: Matrix): Scaling[] {
  return hasRoots(points) ? ['standardise', 'root'] : ['standardise'];
}

async function fitScaling(
  kernels: Kernels,
  { name, points, targets, known }: SideRows,
  { scaling, width, ridge, landmarks }: SideSettings & { readonly scaling: Scaling },
  judge: Judge,
  seed: number,
  { signal }: WorkOptions,
): Promise<SimilaritySide> {
  const learned = learnScaling(name, points, scaling);
  const rows = { points: scaledRows(points, learned), targets, known };
  let start = 1;
  const ofWidth = async (relativeWidth: number): Promise<SimilaritySide> => {
    signal?.throwIfAborted();
    const size = { relativeWidth, landmarks };
    const system = await similaritySystem(kernels, rows, size, seed, { signal });
    const ofRidge = async (value: number): Promise<SimilaritySide> => {
      signal?.throwIfAborted();
      return judgedSide(kernels, system, learned, { scaling, width: relativeWidth, ridge: value });
    };
    const found =
      ridge === undefined
        ? await climb(ofRidge, start, RIDGE_STEP, RIDGE_MOST)
        : await ofRidge(ridge);
    start = found.settings.ridge;
    return found;
  };
  const judgedSide = (
    on: Kernels,
    system: SimilaritySystem,
    scaled: LearnedScaling,
    settings: SimilaritySide['settings'],
  ): SimilaritySide => {
    const solved = solveSimilarities(on, system, settings.ridge);
    return { scaling: scaled, ridge: solved, settings, ...judge(solved.leftOut, solved.judged) };
  };
  return width === undefined ? climb(ofWidth, 1, WIDTH_STEP, WIDTH_MOST) : ofWidth(width);
}

/** The best of values from `start` on in steps, up or down, as long as each is better than the last. */
async function climb(
  make: (value: number) => Promise<SimilaritySide>,
  start: number,
  step: number,
  most: number,
): Promise<SimilaritySide> {
  const first = await make(start);
  for (const factor of [step, 1 / step]) {
    let best = first;
    let value = start * factor;
    while (value <= most && value >= 1 / most) {
      const next = await make(value);
      if (next.loss >= best.loss) break;
      best = next;
      value *= factor;
    }
    if (best !== first) return best;
  }
  return first;
}
