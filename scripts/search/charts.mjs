// The charts of docs/SEARCH.md, from results of `hashplane bench --suite search`.
import { element, figure, heading, line, MUTED, RULE, text } from '../figures/svg.mjs';
import { curve, curveNames } from '../shared/curves.mjs';

/** Queries a second against recall; the right end is stretched, since that is where one works. */
export function recallChart(panels) {
  const axes = {
    // Recall 1 is where one of 2,000 neighbours would be missed.
    x: (recall) => -Math.log10(Math.max(1 - recall, 0.0005)),
    xTicks: [0.5, 0.8, 0.9, 0.95, 0.99, 0.999].map((value) => [value, String(value)]),
    xRange: [0.3, 0.9997],
    xTitle: 'recall@10',
    yTitle: 'queries a second, one thread',
  };
  return chart({
    title: 'Recall against queries a second',
    description:
      'For each way to search, more candidates give more recall and fewer queries a second.',
    panels: panels.map((panel) => ({ ...panel, ...axes })),
  });
}

/** Milliseconds a query against the number of codes. */
export function hammingChart(series) {
  return chart({
    title: 'Exact Hamming search: time against the number of codes',
    description: 'The time of a scan grows with the codes, that of multi-index hashing far less.',
    panels: [
      {
        title: '64-bit codes, 10 nearest',
        series,
        x: Math.log10,
        xTicks: [1e4, 1e5, 1e6, 1e7].map((n) => [n, n.toLocaleString('en')]),
        xRange: [8000, 14_000_000],
        xTitle: 'codes',
        yTitle: 'milliseconds a query, one thread',
      },
    ],
  });
}

const WIDTH = 720;
const PANEL = 380;
const PLOT = { left: 70, right: 200, top: 50, bottom: 52 };

function chart({ title, description, panels }) {
  const height = PANEL * panels.length;
  return figure({ width: WIDTH, height, title, description }, [
    ...panels.map((panel, i) =>
      element('g', { transform: `translate(0 ${i * PANEL})` }, draw(panel)),
    ),
  ]);
}

function draw({ title, series, x, xTicks, xRange, xTitle, yTitle }) {
  const values = series.flatMap(({ points }) => points.map(([, y]) => y));
  const [low, high] = [Math.min(...values), Math.max(...values)].map(Math.log10);
  const bottom = PANEL - PLOT.bottom;
  const right = WIDTH - PLOT.right;
  const [from, to] = xRange.map(x);
  const atX = (value) =>
    PLOT.left +
    ((Math.min(Math.max(x(value), from), to) - from) / (to - from)) * (right - PLOT.left);
  const span = Math.max(high - low, 0.1);
  const atY = (value) =>
    bottom - ((Math.log10(value) - low + span * 0.05) / (span * 1.1)) * (bottom - PLOT.top);
  const decades = [];
  for (let e = Math.ceil(low - span * 0.05); e <= high + span * 0.05; e++) decades.push(10 ** e);
  return [
    heading(20, 30, title),
    decades.map((value) => [
      line([PLOT.left, atY(value)], [right, atY(value)], { stroke: RULE }),
      text(PLOT.left - 8, atY(value) + 4, said(value), { size: 12, anchor: 'end', fill: MUTED }),
    ]),
    xTicks.map(([value, label]) => [
      line([atX(value), bottom], [atX(value), bottom + 5], { stroke: MUTED }),
      text(atX(value), bottom + 20, label, { size: 12, anchor: 'middle', fill: MUTED }),
    ]),
    line([PLOT.left, bottom], [right, bottom], { stroke: MUTED }),
    text((PLOT.left + right) / 2, bottom + 42, xTitle, { size: 13, anchor: 'middle' }),
    text(right, 30, yTitle, { size: 12, anchor: 'end', fill: MUTED }),
    series.map(({ points }, i) =>
      curve(
        points.map(([a, b]) => [atX(a), atY(b)]),
        i,
      ),
    ),
    curveNames(series, (points) => atY(points.at(-1)[1]), right + 12, bottom),
  ];
}

function said(value) {
  return value >= 1000 ? `${value / 1000}k` : String(Number(value.toPrecision(1)));
}
