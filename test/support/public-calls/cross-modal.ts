import * as door from '../../../src/doors/learning.ts';
import { bits, kernels, labels, points, type Recipes, recipe, rows } from './recipe.ts';

const settings = { textWidth: 1, imageWidth: 1, textRidge: 1, imageRidge: 1, landmarks: 3 };
const pairs = () => ({ texts: points, images: points, labels });
const unlabelled = () => ({ texts: rows(), images: rows() });
const fitted = new door.CrossModalHashing({ kernels, bits, settings });
await fitted.fit(pairs());

/** Cross-modal hashing, of `hashplane/learning`. */
export const CROSS_MODAL: Recipes = {
  CrossModalHashing: recipe(
    (o) => new door.CrossModalHashing(o),
    () => [{ kernels, bits, variant: 'kernel', settings, seed: 1 }],
    0,
  ),
  'CrossModalHashing#fit': recipe(
    (...a) => new door.CrossModalHashing({ kernels, bits, settings }).fit(...(a as [never])),
    () => [
      { ...pairs(), unlabelled: unlabelled() },
      { onProgress: () => {}, signal: undefined },
    ],
    0,
    1,
  ),
  'CrossModalHasher#encodeTexts': recipe(
    (p) => fitted.encodeTexts(p),
    () => [rows()],
  ),
  'CrossModalHasher#encodeImages': recipe(
    (p) => fitted.encodeImages(p),
    () => [rows()],
  ),
  'CrossModalHasher#save': recipe(() => fitted.save()),
  'CrossModalHasher#dispose': recipe(() =>
    new door.CrossModalHashing({ kernels, bits, settings }).dispose(),
  ),
  loadCrossModalHasher: recipe(door.loadCrossModalHasher, () => [kernels, fitted.save()]),
  tuneCrossModal: recipe(
    door.tuneCrossModal,
    () => [
      kernels,
      pairs(),
      { variant: 'cca', bits, start: { regularisation: 1 }, folds: 2, seed: 1, seconds: 0 },
    ],
    1,
    2,
  ),
};
