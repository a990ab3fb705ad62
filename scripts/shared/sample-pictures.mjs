// Pictures of three kinds of scenes, drawn from a seed: for examples and for timing, where photographs
// would have to be passed on.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import encode, { init } from '@jsquash/jpeg/encode.js';

const { resolve } = createRequire(import.meta.url);

/** Numbers from 0 to 1 (mulberry32). */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Each gives the colour at (x, y) from 0 to 1. */
const SCENES = {
  // A horizon with a sun above it and its light on the waves.
  beaches(random) {
    const horizon = 0.4 + 0.2 * random();
    const [sunX, sunY, size] = [random(), horizon * random(), 0.04 + 0.05 * random()];
    const [hue, waves] = [random(), 30 + 40 * random()];
    return (x, y) => {
      if (Math.hypot(x - sunX, y - sunY) < size) return [255, 240, 190];
      if (y < horizon) return [120 + 120 * hue * (y / horizon), 150 + 40 * y, 220 - 90 * hue * y];
      const wave = 25 * Math.sin(waves * (y - horizon) * (1 + y) + 6 * x);
      return [30 + wave, 90 + wave, 130 + wave + 30 * hue];
    };
  },
  // Trunks before a hazy green.
  forests(random) {
    const trunks = Array.from({ length: 5 + Math.floor(7 * random()) }, () => ({
      x: random(),
      width: 0.01 + 0.03 * random(),
      lean: 0.1 * (random() - 0.5),
      dark: 30 + 40 * random(),
    }));
    const haze = random();
    return (x, y) => {
      const trunk = trunks.find((own) => Math.abs(x - own.x - own.lean * y) < own.width);
      if (trunk) return [trunk.dark + 25, trunk.dark, trunk.dark - 20];
      const leaf = 30 * Math.sin(60 * x + 9 * Math.sin(40 * y)) * Math.sin(55 * y);
      return [60 + 70 * haze + leaf, 120 + 50 * haze + leaf, 50 + 80 * haze * (1 - y) + leaf];
    };
  },
  // Fronts of houses with rows of windows below an evening sky.
  cities(random) {
    const houses = Array.from({ length: 4 + Math.floor(4 * random()) }, (_, i, all = 6) => ({
      left: i / all,
      top: 0.15 + 0.5 * random(),
      tone: 70 + 90 * random(),
      columns: 3 + Math.floor(4 * random()),
      rows: 5 + Math.floor(7 * random()),
    }));
    const sky = random();
    return (x, y) => {
      const house = houses.findLast(({ left, top }) => x >= left && y > top);
      if (!house) return [90 + 120 * sky * y, 100 + 60 * y, 150 + 50 * (1 - sky)];
      const [u, v] = [(x - house.left) * 6 * house.columns, (y - house.top) * house.rows * 1.5];
      const isWindow = u % 1 > 0.3 && u % 1 < 0.75 && v % 1 > 0.3 && v % 1 < 0.8;
      const { tone } = house;
      return isWindow ? [tone + 70, tone + 60, tone * 0.6] : [tone, tone * 0.9, tone * 0.85];
    };
  },
};

let started;

/**
 * The bytes of a JPEG of a scene.
 *
 * @param {keyof typeof SCENES} scene
 * @param {number} seed
 * @param {number} width
 * @param {number} height
 */
async function drawn(scene, seed, width, height) {
  started ??= readFile(resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'))
    .then((bytes) => WebAssembly.compile(bytes))
    .then((module) => init(module));
  await started;
  const random = randomFrom(seed);
  const colour = SCENES[scene](random);
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const grain = 16 * (random() - 0.5);
      const [r, g, b] = colour(x / width, y / height);
      data.set([r + grain, g + grain, b + grain, 255], 4 * (y * width + x));
    }
  }
  return new Uint8Array(await encode({ width, height, data, colorSpace: 'srgb' }, { quality: 80 }));
}

/**
 * Writes pictures to `folder/<scene>/<number>.jpg`, from number `first` on.
 *
 * @param {string} folder
 * @param {{ count: number, first?: number, width?: number, height?: number }} options - count of each scene.
 * @returns {Promise<string[]>} their paths below the folder.
 */
export async function writePictures(folder, { count, first = 0, width = 160, height = 120 }) {
  const names = [];
  const scenes = /** @type {(keyof typeof SCENES)[]} */ (Object.keys(SCENES));
  for (const [s, scene] of scenes.entries()) {
    for (let i = first; i < first + count; i++) {
      const name = `${scene}/${String(i).padStart(4, '0')}.jpg`;
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await drawn(scene, 1000003 * s + i, width, height));
      names.push(name);
    }
  }
  return names;
}
