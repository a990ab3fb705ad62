import type { DenseLayer } from '../../../core/feature-map.ts';
import { ResidentBlocks } from '../../runtime/resident-blocks.ts';
import type { NetworkTrainer, TrainerSettings, TrainingBatch } from '../api.ts';
import type { NetworkTrainingInstance } from '../exports.ts';
import { type LayerShape, PANEL, packLayer, panelStride, shapeOf, unpackLayer } from '../layout.ts';
import {
  ADAM,
  type AdamStep,
  AdamSteps,
  type DropoutNumbers,
  dropoutNumbers,
  layerKey,
  lossCount,
} from '../schedule.ts';

type EvaluatedBatch = Parameters<NetworkTrainer['evaluate']>[0];

/** A layer in linear memory. */
interface Layer extends LayerShape {
  /** Weights, then offsets; so are the three that follow. */
  readonly values: number;
  readonly gradients: number;
  readonly first: number;
  readonly second: number;
  /** What goes into it, then what comes out: [panel][row][8]. */
  readonly input: number;
  readonly output: number;
  /** Gradients of its units; the last layer's are where its scores were. */
  readonly unitGradients: number;
  /** Its weights for the way back; 0 for the first layer, which has none. */
  readonly transposed: number;
}

/** A network, its moments and a batch, all in linear memory. */
export class WasmNetworkTrainer extends ResidentBlocks implements NetworkTrainer {
  readonly #wasm: NetworkTrainingInstance;
  readonly #settings: TrainerSettings;
  readonly #stride: number;
  readonly #layers: readonly Layer[];
  readonly #points: number;
  readonly #targets: number;
  readonly #steps: AdamSteps;

  constructor(wasm: NetworkTrainingInstance, settings: TrainerSettings) {
    super(wasm.memory, 'network trainer');
    const { layers, batch, weightDecay } = settings;
    this.#wasm = wasm;
    this.#settings = settings;
    this.#stride = panelStride(batch);
    this.#steps = new AdamSteps(weightDecay);
    const shapes = layers.map(shapeOf);
    this.#points = this.allocate(batch * shapes[0].inputs * 4);
    this.#targets = this.allocate(batch * shapes[shapes.length - 1].units * 4);
    const allocated: Layer[] = [];
    for (const [i, shape] of shapes.entries()) {
      const input = allocated[i - 1]?.output ?? this.#allocatePanels(shape.inputPanels);
      allocated.push(this.#allocateLayer(shape, input, i > 0, i === shapes.length - 1));
    }
    this.#layers = allocated;
    for (const [i, layer] of layers.entries()) this.#fill(layer, allocated[i]);
  }

  step({ rate, key, ...batch }: TrainingBatch): number {
    const { rows } = batch;
    this.#take(batch);
    const { inputDropout, dropout } = this.#settings;
    this.#forward(rows, key, dropoutNumbers(inputDropout), dropoutNumbers(dropout));
    const loss = this.#lossGradients(rows);
    this.#backward(rows);
    const adam = this.#steps.next(rate);
    for (const layer of this.#layers) this.#move(layer, adam);
    return loss;
  }

  evaluate(batch: EvaluatedBatch): number {
    this.#take(batch);
    const none = dropoutNumbers(0);
    this.#forward(batch.rows, 0, none, none);
    return this.#lossGradients(batch.rows);
  }

  layers(): DenseLayer[] {
    return this.#read(({ values }) => values);
  }

  gradients(): DenseLayer[] {
    return this.#read(({ gradients }) => gradients);
  }

  #take({ points, targets }: EvaluatedBatch): void {
    this.checkAlive();
    const { memory } = this.#wasm;
    memory.f32(this.#points, points.length).set(points);
    memory.f32(this.#targets, targets.length).set(targets);
  }

  #forward(rows: number, key: number, inputs: DropoutNumbers, hidden: DropoutNumbers): void {
    const { kernels } = this.#wasm;
    const stride = this.#stride;
    const [first] = this.#layers;
    kernels.packInputs(
      this.#points,
      rows,
      first.inputs,
      stride,
      inputs.threshold,
      inputs.scale,
      layerKey(key, 0),
      first.input,
    );
    for (const [i, layer] of this.#layers.entries()) {
      const { input, inputPanels, values, unitPanels, output } = layer;
      kernels.layerProducts(
        input,
        stride,
        inputPanels,
        rows,
        values,
        unitPanels,
        offsetsOf(layer, values),
        output,
        stride,
      );
      if (i === this.#layers.length - 1) break;
      const layersKey = layerKey(key, i + 1);
      kernels.activate(output, stride, rows, unitPanels, hidden.threshold, hidden.scale, layersKey);
    }
  }

  /** Puts the gradients in the place of the scores. */
  #lossGradients(rows: number): number {
    const { kernels } = this.#wasm;
    const { output, units } = this.#layers[this.#layers.length - 1];
    const { loss } = this.#settings;
    const count = lossCount(loss, rows, units);
    const scale = Math.fround(1 / count);
    const given = [output, this.#stride, rows, units, this.#targets, scale] as const;
    if (loss === 'softmax') return kernels.softmaxGradients(...given) / count;
    if (loss === 'logistic') return kernels.logisticGradients(...given) / count;
    return kernels.hingeGradients(...given) / count;
  }

  #backward(rows: number): void {
    const { kernels } = this.#wasm;
    const stride = this.#stride;
    const { scale } = dropoutNumbers(this.#settings.dropout);
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const layer = this.#layers[i];
      const { input, inputPanels, unitPanels, unitGradients, gradients } = layer;
      kernels.weightGradients(
        input,
        stride,
        inputPanels,
        unitGradients,
        stride,
        unitPanels,
        rows,
        gradients,
      );
      kernels.offsetGradients(unitGradients, stride, rows, unitPanels, offsetsOf(layer, gradients));
      if (i === 0) break;
      const before = this.#layers[i - 1].unitGradients;
      kernels.transposeWeights(layer.values, unitPanels, inputPanels, layer.transposed);
      kernels.layerProducts(
        unitGradients,
        stride,
        unitPanels,
        rows,
        layer.transposed,
        inputPanels,
        0,
        before,
        stride,
      );
      kernels.activationGradients(before, input, stride, rows, inputPanels, scale);
    }
  }

  #move({ values, gradients, first, second, weights, offsets }: Layer, adam: AdamStep): void {
    this.#wasm.kernels.adamW(
      values,
      gradients,
      first,
      second,
      weights + offsets,
      adam.decay,
      adam.rate,
      adam.root,
      ADAM.firstShare,
      ADAM.secondKept,
      ADAM.secondShare,
      ADAM.epsilon,
    );
  }

  #read(pointerOf: (layer: Layer) => number): DenseLayer[] {
    this.checkAlive();
    return this.#layers.map((layer) => {
      const packed = this.#wasm.memory.f32(pointerOf(layer), layer.weights + layer.offsets);
      return unpackLayer(packed, layer);
    });
  }

  #allocatePanels(panels: number): number {
    return this.allocate(panels * this.#stride * PANEL * 4);
  }

  #allocateLayer(shape: LayerShape, input: number, hasWayBack: boolean, isLast: boolean): Layer {
    const bytes = (shape.weights + shape.offsets) * 4;
    const output = this.#allocatePanels(shape.unitPanels);
    return {
      ...shape,
      values: this.allocate(bytes),
      gradients: this.allocate(bytes),
      first: this.allocate(bytes),
      second: this.allocate(bytes),
      input,
      output,
      unitGradients: isLast ? output : this.#allocatePanels(shape.unitPanels),
      transposed: hasWayBack ? this.allocate(shape.weights * 4) : 0,
    };
  }

  /** Gives a layer its values; all else starts at 0. */
  #fill(given: DenseLayer, layer: Layer): void {
    const { memory } = this.#wasm;
    const length = layer.weights + layer.offsets;
    for (const pointer of [layer.values, layer.gradients, layer.first, layer.second]) {
      memory.f32(pointer, length).fill(0);
    }
    packLayer(given, layer, memory.f32(layer.values, length));
    memory.f32(layer.input, layer.inputPanels * this.#stride * PANEL).fill(0);
    memory.f32(layer.output, layer.unitPanels * this.#stride * PANEL).fill(0);
  }
}

function offsetsOf(layer: LayerShape, values: number): number {
  return values + layer.weights * 4;
}
