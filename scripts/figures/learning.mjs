// Figures of how graph regularised hashing learns hyperplanes.
import { svmDualCoordinateDescent } from 'hashplane/learning';
import { allNumbered, disc, LEFT, marker, planesAndCodes, RIGHT } from './disc.mjs';
import { smoothed } from './graph.mjs';
import { BITS, kernels, labels, learned, points, random } from './scene.mjs';
import {
  BLUE,
  figure,
  GREEN,
  heading,
  INK,
  label,
  line,
  MUTED,
  PAPER,
  RULE,
  rect,
  text,
  VERMILLION,
} from './svg.mjs';

/** The bit whose SVM is shown: the graph step flips it for two points. */
const SHOWN_BIT = 2;

export async function svm() {
  const targets = Int8Array.from([...labels], (_, row) => smoothed[row * BITS + SHOWN_BIT]);
  const fitted = await svmDualCoordinateDescent({ cost: 10 }).fit(kernels, points, targets, 1);
  const [before, after] = [random.hyperplanes.row(SHOWN_BIT), fitted.row(0)];
  const wrong = (normal) =>
    [...targets].flatMap((target, row) =>
      dot(points.row(row), normal) >= 0 === target > 0 ? [] : [row],
    );
  const shown = (space, normal) => [
    side(space, normal),
    space.outline(),
    space.plane(normal),
    [...targets].map((target, row) =>
      marker(space.at(points.row(row)), 0, { r: 8, fill: target > 0 ? BLUE : PAPER }),
    ),
    wrong(normal).map((row) =>
      marker(space.at(points.row(row)), 0, {
        r: 13,
        fill: 'none',
        stroke: VERMILLION,
        'stroke-width': 3,
      }),
    ),
  ];
  const [left, right] = [disc(LEFT), disc(RIGHT)];
  return figure(
    {
      width: 760,
      height: 452,
      title: 'One SVM for one bit',
      description:
        `Left: the random hyperplane of one bit puts ${wrong(before).length} of 15 points on the other side than their smoothed bit. ` +
        `Right: a linear SVM fitted to the smoothed bits leaves ${wrong(after).length} there and keeps a margin.`,
    },
    heading(LEFT[0], 32, 'The random hyperplane', { anchor: 'middle' }),
    shown(left, before),
    heading(RIGHT[0], 32, 'The SVM fitted to the smoothed bits', { anchor: 'middle' }),
    shown(right, after),
    [1, -1].map((sign) =>
      right.parallel(after, sign / Math.hypot(...after), {
        stroke: MUTED,
        'stroke-dasharray': '5 4',
      }),
    ),
    legend(),
  );
}

function legend() {
  /** @type {[x: number, name: string, attributes: Parameters<typeof marker>[2]][]} */
  const items = [
    [70, 'smoothed bit 1', { fill: BLUE }],
    [218, 'smoothed bit 0', { fill: PAPER }],
    [366, 'on the wrong side', { fill: 'none', stroke: VERMILLION, 'stroke-width': 3 }],
  ];
  return [
    items.map(([x, name, attributes]) => [
      marker([x, 418], 0, { r: 8, ...attributes }),
      text(x + 15, 423, name, { size: 13 }),
    ]),
    line([536, 418], [566, 418], { stroke: MUTED, 'stroke-dasharray': '5 4' }),
    text(574, 423, 'margin of the SVM', { size: 13 }),
  ];
}

/**
 * The half of the disc whose bit is 1.
 * @param {ReturnType<typeof disc>} space
 * @param {import('./svg.mjs').Point} normal
 */
function side(space, [x, y]) {
  const angle = Math.atan2(y, x);
  return space.wedge(angle - Math.PI / 2, angle + Math.PI / 2, { fill: '#dcecf7' });
}

function dot(a, b) {
  return a[0] * b[0] + a[1] * b[1];
}

export function result() {
  const [left, right] = [disc(LEFT), disc(RIGHT)];
  const panel = (space, x, title, model) => [
    heading(x, 32, title, { anchor: 'middle' }),
    space.outline(),
    planesAndCodes(space, model.hyperplanes),
    allNumbered(space.at),
  ];
  return figure(
    {
      width: 760,
      height: 412,
      title: 'Random and learned hyperplanes',
      description:
        'Left: three random hyperplanes split each of three classes over two buckets. Right: three learned hyperplanes pass between the classes, so that each class lies in one bucket.',
    },
    panel(left, LEFT[0], 'LSH: classes are cut apart', random),
    panel(right, RIGHT[0], 'GRH: one bucket for each class', learned),
  );
}

export function alpha() {
  const [x0, x1, y0, y1] = [92, 552, 330, 64];
  const at = (a, v) => [x0 + a * (x1 - x0), (y0 + y1) / 2 - (v * (y0 - y1)) / 2];
  const lines = [
    { mean: 1, colour: BLUE, dash: undefined, name: 'all neighbours say 1' },
    { mean: 0.5, colour: VERMILLION, dash: '9 5', name: 'three quarters do' },
    { mean: 0, colour: GREEN, dash: '2 4', name: 'half of them do' },
  ];
  return figure(
    {
      width: 760,
      height: 412,
      title: 'Why alpha below 0.5 flips no bit',
      description:
        'An old bit of -1 blended with the mean of its neighbours, alpha * mean - (1 - alpha), for means of 1, 0.5 and 0. The blend is negative for every alpha below 0.5, so the bit stays; at the 0.25 of the tutorial it is -0.5 at most.',
    },
    heading(
      28,
      34,
      'A bit of \u22121 after the blend: alpha \u00d7 neighbours\u2019 mean + (1 \u2212 alpha) \u00d7 (\u22121)',
    ),
    rect(...at(0, 1), at(0.5, 0)[0] - x0, y0 - y1, { fill: '#f1f3f5' }),
    label(at(0.25, 0.5)[0], at(0.25, 0.5)[1], 'no bit can flip', { fill: MUTED, size: 15 }),
    label(at(0.75, 0.82)[0] - 20, at(0.75, 0.82)[1], 'flips', { fill: MUTED, size: 15 }),
    rect(x0, y1, x1 - x0, y0 - y1, { fill: 'none', stroke: RULE }),
    line(at(0, 0), at(1, 0), { 'stroke-width': 1.2 }),
    lines.map(({ mean, colour, dash, name }) => [
      line(at(0, -1), at(1, mean), { stroke: colour, 'stroke-width': 3, 'stroke-dasharray': dash }),
      text(x1 + 10, at(1, mean)[1] + 5, name, { size: 13.5 }),
    ]),
    [-1, -0.5, 0, 0.5, 1].map((v) =>
      text(x0 - 10, at(0, v)[1] + 5, v > 0 ? `+${v}` : String(v).replace('-', '\u2212'), {
        anchor: 'end',
        size: 13,
      }),
    ),
    [0, 0.25, 0.5, 0.75, 1].map((a) => [
      line(at(a, -1), [at(a, -1)[0], y0 + 5], { stroke: MUTED }),
      text(at(a, -1)[0], y0 + 22, a, { anchor: 'middle', size: 13 }),
    ]),
    text((x0 + x1) / 2, y0 + 46, 'alpha', { anchor: 'middle' }),
    line(at(0.25, -1), at(0.25, -0.5), { stroke: INK, 'stroke-dasharray': '3 3' }),
    marker(at(0.25, -0.5), 0, { r: 5, fill: INK }),
    text(at(0.25, -0.5)[0] - 8, at(0.25, -0.5)[1] - 8, 'the tutorial', { size: 13, anchor: 'end' }),
  );
}
