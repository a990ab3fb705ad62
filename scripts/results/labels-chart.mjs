// The picture of mean average precision against the number of labels.
import { element, figure, heading, line, MUTED, RULE, text } from '../figures/svg.mjs';
import { curve, curveNames } from '../shared/curves.mjs';
import { number } from './groups.mjs';

const WIDTH = 760;
const PANEL = 400;
const PLOT = { left: 60, right: 210, top: 62, bottom: 52 };
/**
 * A panel for each dataset and protocol that has several numbers of labels, or null where none has.
 * @param {import('./labels-values.mjs').LabelsValues} values
 */
export function labelsChart(values) {
  const names = [...new Set(Object.values(values).flatMap(Object.keys))];
  const panels = Object.entries(values).flatMap(([title, methods]) =>
    panelOf(title, methods, names),
  );
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
 * @param {string} title
 * @param {Record<string, Record<string, number>>} methods
 * @param {readonly string[]} names of all panels: a method looks the same in each
 */
function panelOf(title, methods, names) {
  const series = Object.entries(methods).flatMap(([name, values]) => {
    const points = Object.entries(values).map(
      ([labels, value]) => /** @type {const} */ ([Number(labels), value]),
    );
    return points.length < 2 ? [] : [{ name, points, style: names.indexOf(name) }];
  });
  if (series.length === 0) return [];
  const all = Object.values(methods).flatMap((values) => Object.keys(values).map(Number));
  const supervision = [...new Set(all)].sort((a, b) => a - b);
  return [{ title, series, supervision }];
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
