// What the comparison set out to show, judged by what was measured.
import { isCifar, isFashion, number } from './groups.mjs';
import { PAPER } from './published.mjs';
import { REFERENCE } from './tests.mjs';

/** Lengths of the goals of the second half of learning. */
const BITS = [16, 32, 64];

/**
 * Every goal with what was measured of it; goals whose run is missing say so.
 * @param {readonly import('./groups.mjs').Group[]} groups
 * @param {{ mapSeconds: number, threads: number } | null} speed
 */
export function goals(groups, speed) {
  const find = (protocol, isOf) =>
    groups.find((group) => group.protocol === protocol && isOf(group.dataset));
  const cifar = find('paper', isCifar);
  const heldOut = find('held-out', isCifar);
  const fashion = find('held-out', isFashion);
  return [
    near(cifar, 'grh-linear', 1000, 0.015),
    near(cifar, 'itq-cca', 1000, 0.02),
    atLeastPaper(cifar, 'grh-best', 1000),
    atLeastPaper(cifar, 'grh-best', 2000),
    collapse(cifar),
    ...reached(cifar, 'CIFAR-10 GIST, paper', 'grh-best', {
      1000: [0.322, 0.336, 0.338],
      5000: [0.43, 0.45, 0.457],
    }),
    ...reached(heldOut, 'CIFAR-10 GIST, held-out', 'grh-best', {
      5000: [0.41, 0.43, 0.435],
      29000: [0.485, 0.505, 0.51],
    }),
    ...reached(fashion, 'Fashion-MNIST, held-out', 'grh-best', {
      60000: [0.815, 0.822, 0.826],
    }),
    ...[1000, 2000, 5000].map((count) => notWorse(cifar, 'CIFAR-10 GIST, paper', count)),
    notWorse(fashion, 'Fashion-MNIST, held-out', 1000),
    notWorse(fashion, 'Fashion-MNIST, held-out', 60_000),
    ...reached(find('unseen-classes', isCifar), 'CIFAR-10 GIST, unseen classes', 'mixed', {
      10000: [undefined, undefined, 0.475],
    }),
    radius0(find('tutorial', isCifar)),
    ...speeds(cifar, speed),
  ];
}

const digits = (values) => values.map((value) => value?.toFixed(4) ?? '–').join(' ');

function cellOf(group, method, supervision, bits) {
  return group?.cells.find(
    (cell) => cell.method === method && cell.supervision === supervision && cell.bits === bits,
  );
}

function measured(group, method, supervision, lengths = PAPER.bits) {
  return lengths.map((bits) => cellOf(group, method, supervision, bits)?.meanAveragePrecision.mean);
}

/** @returns {readonly number[]} */
function published(method, supervision) {
  const row = PAPER.rows.find((one) => one.method === method);
  if (!row?.[supervision]) throw new Error(`the paper has no ${method}, T = ${supervision}`);
  return row[supervision];
}

function near(group, method, supervision, distance) {
  const [ours, theirs] = [measured(group, method, supervision), published(method, supervision)];
  const met = ours.every((value, i) => Math.abs(value - theirs[i]) <= distance);
  return {
    what: `${method}, T = ${supervision}: mAP within ${distance} of the paper's ${digits(theirs)}`,
    measured: digits(ours),
    met: verdict(ours, met),
  };
}

function atLeastPaper(group, method, supervision) {
  const theirs = published(REFERENCE, supervision).map((value) => Number(value.toFixed(3)));
  const ours = measured(group, method, supervision);
  return {
    what: `${method}, T = ${supervision}: mAP at least the paper's best, ${digits(theirs)}`,
    measured: digits(ours),
    met: verdict(
      ours,
      ours.every((value, i) => value >= theirs[i]),
    ),
  };
}

/** Least mAP by number of labels, at 16, 32 and 64 bits; undefined where nothing is asked for. */
function reached(group, data, method, least) {
  return Object.entries(least).map(([labels, values]) => {
    const asked = BITS.filter((_, i) => values[i] !== undefined);
    const wanted = values.filter((value) => value !== undefined);
    const ours = measured(group, method, Number(labels), asked);
    return {
      what:
        `${data}, T = ${number(Number(labels))}: mAP of ${method} at ${asked.join(', ')} bits at ` +
        `least ${wanted.join(' ')}`,
      measured: digits(ours),
      met: verdict(
        ours,
        ours.every((value, i) => value >= wanted[i]),
      ),
    };
  });
}

/** The spread is the larger standard deviation of the two. */
function notWorse(group, data, supervision) {
  const differences = BITS.map((bits) => {
    const [ours, theirs] = ['grh-best', REFERENCE].map(
      (method) => cellOf(group, method, supervision, bits)?.meanAveragePrecision,
    );
    if (!ours || !theirs) return undefined;
    const spread = Math.max(ours.std ?? 0, theirs.std ?? 0);
    return { difference: ours.mean - theirs.mean, spread };
  });
  const met = differences.every((one) => one && one.difference >= -one.spread);
  return {
    what: `${data}, T = ${number(supervision)}: grh-best not below ${REFERENCE} beyond the spread`,
    measured: differences
      .map((one) => (one ? `${one.difference.toFixed(4)} (± ${one.spread.toFixed(4)})` : '–'))
      .join(' '),
    met: verdict(differences, met),
  };
}

function collapse(group) {
  const value = cellOf(group, 'grh-best', 1000, 64)?.precisionAtRadius2?.mean;
  return {
    what: 'grh-best, T = 1000, 64 bits: precision within radius 2 at least 0.33',
    measured: value?.toFixed(4) ?? '–',
    met: verdict([value], value >= 0.33),
  };
}

function radius0(group) {
  const cell = group?.cells.find((one) => one.method === 'grh-best' && one.bits === 16);
  const at = cell?.reRanked?.[0];
  const value = at?.precisionAt10?.mean;
  const shown = value?.toFixed(4);
  return {
    what: 'grh-best, tutorial protocol, 16 bits: precision@10 at radius 0 at least 0.45',
    measured: shown
      ? `${shown} (${at.precisionAt10EmptyAsZero.mean.toFixed(4)} with empty queries as 0)`
      : '–',
    met: verdict([value], value >= 0.45),
  };
}

function speeds(group, speed) {
  const train = cellOf(group, 'grh-linear', 1000, 32)?.trainSeconds;
  const whole = group?.runs.find(
    ({ settings, resumedCells }) =>
      settings.supervision.length >= 2 && settings.partitions >= 5 && resumedCells === 0,
  );
  const minutes = whole && whole.seconds / 60;
  return [
    {
      what: `GRH linear, 32 bits, T = 1000: training under 0.3 s (the paper's: ${PAPER.trainSeconds} s)`,
      measured: train === undefined ? '–' : `${train.toFixed(3)} s`,
      met: verdict([train], train < 0.3),
    },
    {
      what: 'tie-aware mAP of 1,000 queries against 59,000 codes of 64 bits under 0.5 s',
      measured: speed ? `${speed.mapSeconds.toFixed(3)} s on ${speed.threads} threads` : '–',
      met: verdict([speed?.mapSeconds], speed !== null && speed.mapSeconds < 0.5),
    },
    {
      what: 'the whole table of CIFAR-10 (two supervisions, five partitions) under 30 minutes',
      measured: minutes === undefined ? '–' : `${minutes.toFixed(1)} minutes`,
      met: verdict([minutes], minutes !== undefined && minutes < 30),
    },
  ];
}

function verdict(values, met) {
  if (values.some((value) => value === undefined)) return 'not measured';
  return met ? 'yes' : 'NO';
}
