import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as door from '../../../src/doors/pictures.ts';
import { kernels, type Recipes, recipe } from './recipe.ts';

const picture = () => ({
  width: 2,
  height: 1,
  data: Uint8Array.from([9, 9, 9, 255, 8, 0, 3, 255]),
});
const options = () => ({ kernels, descriptor: 'hog', side: 8, cell: 4 });

const file = () =>
  new Uint8Array(
    readFileSync(fileURLToPath(new URL('../../fixtures/pictures/rgb.png', import.meta.url))),
  );

export const PICTURES: Recipes = {
  decodePicture: recipe(door.decodePicture, () => [file(), { maxPixels: 1000 }], 1),
  pictureFormat: recipe(door.pictureFormat, () => [file()]),
  pictureSize: recipe(door.pictureSize, () => [file(), { maxPixels: 1000 }], 1),
  PictureDescriptor: recipe(
    (o) => new door.PictureDescriptor(o),
    () => [options()],
    0,
  ),
  'PictureDescriptor#describe': recipe(
    (...a) =>
      new door.PictureDescriptor({ kernels, descriptor: 'hog', side: 8 }).describe(
        ...(a as [never]),
      ),
    () => [[picture()], { onProgress: () => {} }],
    1,
  ),
  'PictureDescriptor#dispose': recipe(() =>
    new door.PictureDescriptor({ kernels, descriptor: 'hog', side: 8 }).dispose(),
  ),
};
