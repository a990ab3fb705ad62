// Training of a network with one hidden layer as one would first write it: plain loops over rows of
// Float32Array, softmax, dropout, AdamW. The opponent of scripts/performance/networks.mjs.

/** @param {{ inputs: number, hidden: number, classes: number }} sizes */
export function naiveTrainer({ inputs, hidden, classes }) {
  const layers = [layerOf(inputs, hidden), layerOf(hidden, classes)];
  let steps = 0;

  /** @param {Float32Array} points @param {Float32Array} targets @param {number} rows */
  return function step(points, targets, rows, rate = 0.001) {
    steps++;
    const [first, second] = layers;
    const x = points.map((value) => (Math.random() < 0.2 ? 0 : value / 0.8));
    const units = forward(first, x, rows);
    for (let i = 0; i < units.length; i++) {
      units[i] = units[i] > 0 && Math.random() >= 0.5 ? units[i] * 2 : 0;
    }
    const scores = forward(second, units, rows);
    softmaxGradient(scores, targets, rows, classes);
    weightGradient(second, units, scores, rows);
    const unitGradient = backward(second, scores, rows);
    for (let i = 0; i < units.length; i++) unitGradient[i] *= units[i] > 0 ? 2 : 0;
    weightGradient(first, x, unitGradient, rows);
    for (const layer of layers) {
      adamW(layer.weights, rate, steps);
      adamW(layer.offsets, rate, steps);
    }
  };
}

function layerOf(inputs, units) {
  return { inputs, units, weights: momentsOf(units * inputs), offsets: momentsOf(units) };
}

function momentsOf(length) {
  const values = Float32Array.from({ length }, () => (Math.random() - 0.5) / 10);
  const [gradient, first, second] = [1, 2, 3].map(() => new Float32Array(length));
  return { values, gradient, first, second };
}

function forward({ inputs, units, weights, offsets }, x, rows) {
  const out = new Float32Array(rows * units);
  for (let row = 0; row < rows; row++) {
    for (let u = 0; u < units; u++) {
      let sum = offsets.values[u];
      for (let k = 0; k < inputs; k++) sum += x[row * inputs + k] * weights.values[u * inputs + k];
      out[row * units + u] = sum;
    }
  }
  return out;
}

function softmaxGradient(scores, targets, rows, classes) {
  for (let row = 0; row < rows; row++) {
    const own = scores.subarray(row * classes, (row + 1) * classes);
    const powers = own.map((score) => Math.exp(score));
    const sum = powers.reduce((a, b) => a + b, 0);
    for (let c = 0; c < classes; c++) {
      own[c] = (powers[c] / sum - targets[row * classes + c]) / rows;
    }
  }
}

function weightGradient({ inputs, units, weights, offsets }, x, gradient, rows) {
  for (let u = 0; u < units; u++) {
    for (let k = 0; k < inputs; k++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += gradient[row * units + u] * x[row * inputs + k];
      weights.gradient[u * inputs + k] = sum;
    }
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += gradient[row * units + u];
    offsets.gradient[u] = sum;
  }
}

function backward({ inputs, units, weights }, gradient, rows) {
  const out = new Float32Array(rows * inputs);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < inputs; k++) {
      let sum = 0;
      for (let u = 0; u < units; u++) {
        sum += gradient[row * units + u] * weights.values[u * inputs + k];
      }
      out[row * inputs + k] = sum;
    }
  }
  return out;
}

function adamW({ values, gradient, first, second }, rate, steps) {
  const [bias1, bias2] = [1 - 0.9 ** steps, 1 - 0.999 ** steps];
  for (let i = 0; i < values.length; i++) {
    first[i] = 0.9 * first[i] + 0.1 * gradient[i];
    second[i] = 0.999 * second[i] + 0.001 * gradient[i] ** 2;
    values[i] *= 1 - rate * 0.01;
    values[i] -= (rate * (first[i] / bias1)) / (Math.sqrt(second[i] / bias2) + 1e-8);
  }
}
