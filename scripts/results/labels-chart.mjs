// The picture of mean average precision against the number of labels.
import { element, figure, heading, line, MUTED, RULE, text } from '../figures/svg.mjs';
import { curve, curveNames } from '../shared/curves.mjs';
import { isOfOwnLength, methodsOf, number } from './groups.mjs';

const WIDTH = 760;
const PANEL = 400;
const PLOT = { left: 60, right: 210, top: 62, bottom: 52 };
/** Shown where a group has it, or else the length that most methods have. */
const BITS = 32;

/**
 * A panel for each group that has several numbers of labels, or null where none has.
 * @param {readonly import('./groups.mjs').Group[]} groups
 */
export function labelsChart(groups) {
  const names = methodsOf(groups.flatMap(({ cells }) => cells));
  const panels = groups.flatMap((group) => panelOf(group, names));
  if (panels.length === 0) return null;
  return figure(
    {
      width: WIDTH,
      height: PANEL * panels.length,
      title: 'Mean average precision against the number of labels',
      description:
        'A panel for each dataset and protocol, a line for each method: mean average precision by ' +
        'numbers of labels. The tables have the same figures.',
    },
    panels.map((panel, i) => element('g', { transform: `translate(0 ${i * PANEL})` }, draw(panel))),
  );
}

/**
 * @param {import('./groups.mjs').Group} group
 * @param {readonly string[]} names of all panels: a method looks the same in each
 */
function panelOf({ dataset, protocol, cells, bits: lengths, supervision }, names) {
  if (supervision.length < 2) return [];
  const bits = lengths.includes(BITS) ? BITS : lengths[lengths.length >> 1];
  const series = methodsOf(cells).flatMap((method) => {
    const own = cells.filter((cell) => cell.method === method);
    const shown = own.filter((cell) => cell.bits === bits);
    // Those of a length of their own, or of none, are the same at every length.
    const isOwn = own.every((cell) => isOfOwnLength(cell, lengths));
    const points = (isOwn ? own : shown).map(
      (cell) => /** @type {const} */ ([cell.supervision, cell.meanAveragePrecision.mean]),
    );
    return points.length < 2 ? [] : [{ name: method, points, style: names.indexOf(method) }];
  });
  if (series.length === 0) return [];
  return [{ title: `${dataset.name}, ${protocol} protocol, ${bits} bits`, series, supervision }];
}

function draw({ title, series, supervision }) {
  const [bottom, right] = [PANEL - PLOT.bottom, WIDTH - PLOT.right];
  const [from, to] = [supervision[0], supervision.at(-1)].map(Math.log);
  const atX = (labels) =>
    PLOT.left + ((Math.log(labels) - from) / (to - from)) * (right - PLOT.left);
  const highest = Math.max(...series.flatMap(({ points }) => points.map(([, y]) => y)));
  const step = highest > 0.5 ? 0.2 : 0.1;
  const top = Math.ceil((highest * 1.02) / step) * step;
  const atY = (value) => bottom - (value / top) * (bottom - PLOT.top);
  const levels = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
  return [
    heading(20, 28, title),
    levels.map((value) => [
      line([PLOT.left, atY(value)], [right, atY(value)], { stroke: RULE }),
      text(PLOT.left - 8, atY(value) + 4, value.toFixed(1), {
        size: 12,
        anchor: 'end',
        fill: MUTED,
      }),
    ]),
    apart(supervision, atX).map((labels) => [
      line([atX(labels), bottom], [atX(labels), bottom + 5], { stroke: MUTED }),
      text(atX(labels), bottom + 20, number(labels), { size: 12, anchor: 'middle', fill: MUTED }),
    ]),
    line([PLOT.left, bottom], [right, bottom], { stroke: MUTED }),
    text((PLOT.left + right) / 2, bottom + 42, 'labelled points', { size: 13, anchor: 'middle' }),
    text(20, 48, 'mean average precision', { size: 12, fill: MUTED }),
    series.map(({ points, style }) =>
      curve(
        points.map(([x, y]) => /** @type {const} */ ([atX(x), atY(y)])),
        style,
      ),
    ),
    curveNames(series, (points) => atY(points.at(-1)[1]), right + 12, bottom),
  ];
}

/** Numbers whose labels on the axis don't touch, the last one always. */
function apart(supervision, atX) {
  const shown = [];
  for (const labels of [...supervision].reverse()) {
    if (shown.length === 0 || atX(shown[0]) - atX(labels) > 48) shown.unshift(labels);
  }
  return shown;
}
