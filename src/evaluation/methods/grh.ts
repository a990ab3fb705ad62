import type { FeatureMapFactory } from '../../features/feature-map.ts';
import { rbfLandmarks } from '../../features/rbf-landmarks.ts';
import { ridge } from '../../learners/ridge/ridge.ts';
import { svmDualCoordinateDescent } from '../../learners/svm-dcd.ts';
import { GraphRegularisedHashing } from '../../models/graph-regularised-hashing.ts';
import type { Initialiser } from '../../models/initialisers/initialiser.ts';
import { PUBLISHED_SVM } from '../published-svm.ts';
import {
  GRH_DEFAULTS,
  type GrhModel,
  type GrhSettings,
  tuneGraphRegularisedHashing,
} from '../tuning/tune-grh.ts';
import { fitEach, PREPARED, timed } from './hashers.ts';
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
  const { kernels, seed, labelled, labels, signal } = input;
  const { settings, tuneSeconds } = await choose(input, form);
  const { result: model, seconds } = await timed(() => finalModel(input, form, settings));
  const { alpha, iterations } = settings;
  return fitEach(input, { settings, tuneSeconds, trainSeconds: seconds }, (bits) =>
    new GraphRegularisedHashing({ ...model, kernels, bits, seed, alpha, iterations }).fit(
      labelled,
      labels,
      { signal },
    ),
  );
}

async function choose(
  input: MethodInput,
  form: GrhForm,
): Promise<{ settings: GrhSettings; tuneSeconds: number }> {
  const { kernels, seed, labelled, labels, signal, tuning, onProgress } = input;
  const start = form.rbf ? RBF_DEFAULTS : GRH_DEFAULTS;
  if (!tuning) return { settings: start, tuneSeconds: 0 };
  const { best, seconds } = await tuneGraphRegularisedHashing(kernels, labelled, labels, {
    start,
    build: (settings) => modelOf(form, settings, seed),
    folds: tuning.folds,
    seconds: tuning.seconds,
    seed,
    signal,
    onProgress: (done, total) => onProgress?.('choosing settings', done / total),
  });
  return { settings: best, tuneSeconds: seconds };
}

function modelOf(form: GrhForm, settings: GrhSettings, seed: number): GrhModel {
  const { initialiser, rbf } = form;
  const { cost, ridge: weight, relativeWidth } = settings;
  const shared = { ...PREPARED, ...(initialiser && { initialiser }) };
  if (!rbf)
    return { ...shared, learner: svmDualCoordinateDescent({ ...PUBLISHED_SVM, cost, seed }) };
  const featureMap = rbfLandmarks({ landmarks: MOST_LANDMARKS, relativeWidth, seed });
  return { ...shared, learner: ridge({ ridge: weight }), featureMap };
}

/** All lengths get one feature map, so that their codes can be made together. */
function finalModel(input: MethodInput, form: GrhForm, settings: GrhSettings): GrhModel {
  const model = modelOf(form, settings, input.seed);
  if (!model.featureMap) return model;
  const fitted = model.featureMap.fit(input.kernels, input.labelled);
  const featureMap: FeatureMapFactory = { ...model.featureMap, fit: () => fitted };
  return { ...model, featureMap };
}
