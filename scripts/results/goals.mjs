// What the comparison set out to show, judged by what was measured.
import { PAPER } from './published.mjs';

/** Every goal with what was measured of it; goals whose run is missing say so. */
export function goals(runs, speed) {
  const cifar = runs.find(({ protocol, dataset }) => protocol === 'paper' && isCifar(dataset));
  const tutorial = runs.find(
    ({ protocol, dataset }) => protocol === 'tutorial' && isCifar(dataset),
  );
  return [
    near(cifar, 'grh-linear', 1000, 0.015),
    near(cifar, 'itq-cca', 1000, 0.02),
    atLeast(cifar, 'grh-best', 1000),
    atLeast(cifar, 'grh-best', 2000),
    ...collapse(cifar),
    ...radius0(tutorial),
    ...speeds(cifar, speed),
  ];
}

/** The GIST features of CIFAR-10 that the paper's figures are of. */
export function isCifar({ name, rows, dimensions }) {
  return /cifar/i.test(name) && rows === 60_000 && dimensions === 512;
}

const four = (values) => values.map((value) => value?.toFixed(4) ?? '–').join(' ');

function measured(run, method, supervision) {
  return PAPER.bits.map(
    (bits) =>
      run?.cells.find(
        (cell) => cell.method === method && cell.supervision === supervision && cell.bits === bits,
      )?.meanAveragePrecision.mean,
  );
}

/** @returns {readonly number[]} */
function published(method, supervision) {
  const row = PAPER.rows.find((one) => one.method === method);
  if (!row?.[supervision]) throw new Error(`the paper has no ${method}, T = ${supervision}`);
  return row[supervision];
}

function near(run, method, supervision, distance) {
  const [ours, theirs] = [measured(run, method, supervision), published(method, supervision)];
  const met = ours.every((value, i) => Math.abs(value - theirs[i]) <= distance);
  return {
    what: `${method}, T = ${supervision}: mAP within ${distance} of the paper's ${four(theirs)}`,
    measured: four(ours),
    met: verdict(ours, met),
  };
}

function atLeast(run, method, supervision) {
  const theirs = published('grh-rbf-cca', supervision).map((value) => Number(value.toFixed(3)));
  const ours = measured(run, method, supervision);
  return {
    what: `${method}, T = ${supervision}: mAP at least the paper's best, ${four(theirs)}`,
    measured: four(ours),
    met: verdict(
      ours,
      ours.every((value, i) => value >= theirs[i]),
    ),
  };
}

function collapse(run) {
  const cell = run?.cells.find(
    (one) => one.method === 'grh-best' && one.supervision === 1000 && one.bits === 64,
  );
  const value = cell?.precisionAtRadius2?.mean;
  return [
    {
      what: 'grh-best, T = 1000, 64 bits: precision within radius 2 at least 0.33',
      measured: value?.toFixed(4) ?? '–',
      met: verdict([value], value >= 0.33),
    },
  ];
}

function radius0(run) {
  const cell = run?.cells.find((one) => one.method === 'grh-best' && one.bits === 16);
  const at = cell?.reRanked?.[0];
  const value = at?.precisionAt10?.mean;
  const shown = value?.toFixed(4);
  return [
    {
      what: 'grh-best, tutorial protocol, 16 bits: precision@10 at radius 0 at least 0.42',
      measured: shown
        ? `${shown} (${at.precisionAt10EmptyAsZero.mean.toFixed(4)} with empty queries as 0)`
        : '–',
      met: verdict([value], value >= 0.42),
    },
  ];
}

function speeds(run, speed) {
  const cell = run?.cells.find(
    (one) => one.method === 'grh-linear' && one.supervision === 1000 && one.bits === 32,
  );
  const train = cell?.trainSeconds;
  const isWhole = run && run.settings.supervision.length >= 2 && run.settings.partitions >= 5;
  const minutes = isWhole && run.resumedCells === 0 ? run.seconds / 60 : undefined;
  return [
    {
      what: `GRH linear, 32 bits, T = 1000: training under 0.3 s (the paper's: ${PAPER.trainSeconds} s)`,
      measured: train === undefined ? '–' : `${train.toFixed(3)} s`,
      met: verdict([train], train < 0.3),
    },
    {
      what: 'tie-aware mAP of 1,000 queries against 59,000 codes of 64 bits under 0.5 s',
      measured: `${speed.mapSeconds.toFixed(3)} s on ${speed.threads} threads`,
      met: verdict([speed.mapSeconds], speed.mapSeconds < 0.5),
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
