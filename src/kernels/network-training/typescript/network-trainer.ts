import type { DenseLayer } from '../../../core/feature-map.ts';
import { TypeScriptResident } from '../../runtime/typescript-resident.ts';
import type { NetworkTrainer, TrainerSettings, TrainingBatch } from '../api.ts';
import { type LayerShape, PANEL, packLayer, panelStride, shapeOf, unpackLayer } from '../layout.ts';
import {
  AdamSteps,
  type DropoutNumbers,
  dropoutNumbers,
  layerKey,
  lossCount,
} from '../schedule.ts';
import { adamW, type Moving } from './adam-w.ts';
import { lossGradients } from './losses.ts';
import { layerProducts, type Panels, transposeWeights, weightGradients } from './products.ts';
import { activate, activationGradients, offsetGradients, packInputs } from './units.ts';

/** A layer; its values and their like are weights, then offsets. */
interface Layer extends LayerShape, Moving {
  readonly input: Panels;
  readonly output: Panels;
  /** Gradients of its units; the last layer's are where its scores were. */
  readonly unitGradients: Panels;
  /** Its weights for the way back. */
  readonly transposed: Float32Array;
}

/** Training of a network in plain TypeScript, every operation rounded to float32. */
export class TypeScriptNetworkTrainer extends TypeScriptResident implements NetworkTrainer {
  readonly #settings: TrainerSettings;
  readonly #layers: readonly Layer[];
  readonly #steps: AdamSteps;

  constructor(settings: TrainerSettings) {
    super('network trainer');
    const { layers, batch, weightDecay } = settings;
    this.#settings = settings;
    this.#steps = new AdamSteps(weightDecay);
    const started: Layer[] = [];
    for (const [i, layer] of layers.entries()) {
      const input = started[i - 1]?.output ?? panelsOf(shapeOf(layer).inputPanels, batch);
      started.push(startLayer(layer, input, batch, i === layers.length - 1));
    }
    this.#layers = started;
  }

  step({ points, targets, rows, rate, key }: TrainingBatch): number {
    this.checkAlive();
    const { inputDropout, dropout } = this.#settings;
    this.#forward(points, rows, key, dropoutNumbers(inputDropout), dropoutNumbers(dropout));
    const loss = this.#lossGradients(targets, rows);
    this.#backward(rows);
    const adam = this.#steps.next(rate);
    for (const layer of this.#layers) adamW(layer, adam);
    return loss;
  }

  evaluate({ points, targets, rows }: Parameters<NetworkTrainer['evaluate']>[0]): number {
    this.checkAlive();
    const none = dropoutNumbers(0);
    this.#forward(points, rows, 0, none, none);
    return this.#lossGradients(targets, rows);
  }

  layers(): DenseLayer[] {
    this.checkAlive();
    return this.#layers.map((layer) => unpackLayer(layer.values, layer));
  }

  gradients(): DenseLayer[] {
    this.checkAlive();
    return this.#layers.map((layer) => unpackLayer(layer.gradients, layer));
  }

  #forward(
    points: Float32Array,
    rows: number,
    key: number,
    atInputs: DropoutNumbers,
    atUnits: DropoutNumbers,
  ): void {
    const [{ inputs, input: first }] = this.#layers;
    packInputs(points, rows, inputs, atInputs, layerKey(key, 0), first);
    for (const [i, { input, output, values, weights }] of this.#layers.entries()) {
      layerProducts(input, rows, values, values.subarray(weights), output);
      if (i === this.#layers.length - 1) break;
      activate(output, rows, atUnits, layerKey(key, i + 1));
    }
  }

  /** Puts the gradients in the place of the scores. */
  #lossGradients(targets: Float32Array, rows: number): number {
    const { loss } = this.#settings;
    const { output, units } = this.#layers[this.#layers.length - 1];
    const count = lossCount(loss, rows, units);
    return lossGradients(loss, output, rows, units, targets, Math.fround(1 / count)) / count;
  }

  #backward(rows: number): void {
    const { scale } = dropoutNumbers(this.#settings.dropout);
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const { input, unitGradients, gradients, values, weights, ...layer } = this.#layers[i];
      weightGradients(input, unitGradients, rows, gradients);
      offsetGradients(unitGradients, rows, gradients.subarray(weights));
      if (i === 0) break;
      const before = this.#layers[i - 1].unitGradients;
      transposeWeights(values, layer.unitPanels, layer.inputPanels, layer.transposed);
      layerProducts(unitGradients, rows, layer.transposed, null, before);
      activationGradients(before, input, rows, scale);
    }
  }
}

function panelsOf(panels: number, rows: number): Panels {
  const stride = panelStride(rows);
  return { values: new Float32Array(panels * stride * PANEL), panels, stride };
}

function startLayer(given: DenseLayer, input: Panels, batch: number, isLast: boolean): Layer {
  const shape = shapeOf(given);
  const length = shape.weights + shape.offsets;
  const values = new Float32Array(length);
  packLayer(given, shape, values);
  const output = panelsOf(shape.unitPanels, batch);
  return {
    ...shape,
    values,
    gradients: new Float32Array(length),
    first: new Float32Array(length),
    second: new Float32Array(length),
    input,
    output,
    unitGradients: isLast ? output : panelsOf(shape.unitPanels, batch),
    transposed: new Float32Array(shape.weights),
  };
}
