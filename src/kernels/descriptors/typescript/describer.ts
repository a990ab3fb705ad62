import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import type { Describer, DescriberSettings } from '../api.ts';
import { TypeScriptGist } from './gist.ts';
import { describeGradients } from './hog.ts';
import { resizedGrey } from './resize.ts';

/** Descriptors in plain TypeScript, every operation rounded to float32. */
export class TypeScriptDescriber extends TypeScriptResident implements Describer {
  readonly #settings: DescriberSettings;
  readonly #gist: TypeScriptGist | null;
  #grey: Float32Array;

  constructor(settings: DescriberSettings) {
    super('descriptor');
    this.#settings = settings;
    this.#grey = new Float32Array(settings.side * settings.side);
    this.#gist = settings.gist ? new TypeScriptGist(settings.side) : null;
  }

  take(pixels: Uint8Array | Uint8ClampedArray, width: number, height: number): void {
    this.checkAlive();
    this.#grey = resizedGrey(pixels, width, height, this.#settings.side);
  }

  grey(out: Float32Array): void {
    this.checkAlive();
    out.set(this.#grey);
  }

  gist(out: Float32Array): void {
    this.checkAlive();
    this.#gist!.describe(this.#grey, out);
  }

  hog(out: Float32Array): void {
    this.checkAlive();
    const { side, cell } = this.#settings;
    describeGradients(this.#grey, side, cell!, out);
  }
}
