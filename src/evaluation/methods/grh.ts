import type { FeatureMapFactory } from '../../features/feature-map.ts';
import { rbfLandmarks } from '../../features/rbf-landmarks.ts';
import { ridge } from '../../learners/ridge/ridge.ts';
import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import { GraphRegularisedHashing } from '../../models/graph-regularised-hashing.ts';
import type { Initialiser } from '../../models/initialisers/initialiser.ts';
import { PUBLISHED_SVM } from '../published-svm.ts';
import { either } from '../tuning/search.ts';
import {
  GRH_DEFAULTS,
  type GrhModel,
  type GrhSettings,
  tuneGraphRegularisedHashing,
} from '../tuning/tune-grh.ts';
import { fitEach, PREPARED, type Shared, timed } from './hashers.ts';
import type { CodeMethod, MethodInput } from './method.ts';

/** A form of graph regularised hashing. */
export interface GrhForm {
  /** Default: random hyperplanes. */
  readonly initialiser?: Initialiser;
  /** Radial basis functions at the labelled points, and ridge regression, instead of SVMs. */
  readonly rbf?: boolean;
}

/** More landmarks than these are not worth their time. */
const MOST_LANDMARKS = 3000;
const RBF_DEFAULTS: GrhSettings = { alpha: 1, iterations: 1, ridge: 0.1, relativeWidth: 0.25 };

/** Chooses the settings of a form, and fits every code length. */
export async function fitGrh(input: MethodInput, form: GrhForm): Promise<CodeMethod> {
  const { kernels, seed } = input;
  const { settings, ...chosen } = await choose(input, form);
  const { result: model, seconds } = await timed(() => finalModel(input, form, settings));
  const { alpha, iterations } = settings;
  let endedEarly = false;
  const shared = { settings, ...chosen, trainSeconds: seconds };
  const fitted = await fitEach(input, shared, async (bits) => {
    const options = { ...model, kernels, bits, seed, alpha, iterations };
    // What was chosen until it was enough is fitted all the same: it is what there is.
    const enough = input.enough?.aborted ? undefined : input.enough;
    const found = await fitOrKeep({ ...input, enough }, new GraphRegularisedHashing(options));
    endedEarly ||= found.summary.length < iterations;
    return found;
  });
  return { ...fitted, endedEarly };
}

/** The hasher, or what it was after its last iteration where that is enough. */
async function fitOrKeep(
  { labelled, labels, signal, enough }: MethodInput,
  hasher: GraphRegularisedHashing,
): Promise<GraphRegularisedHashing> {
  if (!enough) return hasher.fit(labelled, labels, { signal });
  let kept: GraphRegularisedHashing | undefined;
  try {
    await hasher.fit(labelled, labels, {
      signal: either(signal, enough),
      onIteration(soFar) {
        kept?.dispose();
        kept = soFar;
      },
    });
  } catch (error) {
    hasher.dispose();
    if (kept && enough.aborted && error === enough.reason) return kept;
    kept?.dispose();
    throw error;
  }
  kept?.dispose();
  return hasher;
}

async function choose(
  input: MethodInput,
  form: GrhForm,
): Promise<Pick<Shared, 'tuneSeconds' | 'tuningCutShort'> & { settings: GrhSettings }> {
  const { kernels, seed, labelled, labels, signal, enough, tuning, onProgress } = input;
  const start = form.rbf ? RBF_DEFAULTS : GRH_DEFAULTS;
  if (!tuning) return { settings: start, tuneSeconds: 0 };
  const found = await tuneGraphRegularisedHashing(kernels, labelled, labels, {
    start,
    build: (settings) => modelOf(form, settings, input),
    folds: tuning.folds,
    seconds: tuning.seconds,
    seed,
    signal,
    enough,
    onProgress: (done, total) => onProgress?.('choosing settings', done / total),
  });
  const { best, seconds, isComplete } = found;
  return { settings: best, tuneSeconds: seconds, tuningCutShort: !isComplete };
}

function modelOf(form: GrhForm, settings: GrhSettings, input: MethodInput): GrhModel {
  const { initialiser, rbf } = form;
  const { seed, onThreads = (learner) => learner } = input;
  const { cost, ridge: weight, relativeWidth } = settings;
  const shared = { ...PREPARED, ...(initialiser && { initialiser }) };
  if (!rbf)
    return {
      ...shared,
      learner: onThreads(svmDualCoordinateDescent({ ...PUBLISHED_SVM, cost, seed })),
    };
  const featureMap = rbfLandmarks({ landmarks: MOST_LANDMARKS, relativeWidth, seed });
  return { ...shared, learner: ridge({ ridge: weight }), featureMap };
}

/** All lengths get one feature map, so that their codes can be made together. */
function finalModel(input: MethodInput, form: GrhForm, settings: GrhSettings): GrhModel {
  const model = modelOf(form, settings, input);
  if (!model.featureMap) return model;
  const fitted = model.featureMap.fit(input.kernels, input.labelled);
  const featureMap: FeatureMapFactory = { ...model.featureMap, fit: () => fitted };
  return { ...model, featureMap };
}
