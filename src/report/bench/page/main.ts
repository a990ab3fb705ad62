import { el, fill, place, terms } from '../../page/dom.ts';
import { count, moment, plural } from '../../page/format.ts';
import { responsive } from '../../page/responsive.ts';
import { table } from '../../page/tables.ts';
import { themeButton } from '../../page/theme.ts';
import type { BenchPageData, BenchPageResult } from '../data.ts';
import { legend, named } from './contenders.ts';
import { type RatioChart, ratioChart, ratioChartOf, wayChartOf } from './ratio-chart.ts';
import { atOneThread, rivalOf, short, times } from './ratios.ts';

const TITLES: Readonly<Record<string, string>> = {
  projection: 'Sign projection: from vectors to hash codes',
  hamming: 'Hamming scan: the 100 nearest of a million codes',
  probe: 'Multi-probe: looking up every code within a radius',
  svm: 'Training: one linear SVM a bit',
  rerank: 'Re-ranking candidates by exact cosine',
  tutorial: "The tutorial's search: candidates within every radius",
  sql: 'Codes in PostgreSQL: searching and loading',
};

const data = JSON.parse(place('report-data').textContent ?? '') as BenchPageData;
const suites = [...new Set(data.results.map((result) => result.suite))];

themeButton();
heading();
fill('glance', glance());
fill('suites', ...suites.map(suiteSection));
provenance();

function heading(): void {
  const cases = new Set(data.results.map((result) => `${result.suite} ${result.case}`)).size;
  const wrong = data.results.filter(({ verified }) => !verified).length;
  const checked = wrong
    ? `${plural(wrong, 'result')} differed from the oracle's.`
    : 'Every result was checked against an oracle before it was timed.';
  fill('lead', `${plural(cases, 'case')} on ${data.machine}. ${checked}`);
}

/** How many times as fast the backends are, over the cases of each suite. */
function glance(): HTMLElement {
  const compared = suites.filter((suite) => baselineOf(resultsOf(suite)));
  if (compared.length === 0) {
    return el(
      'p',
      {},
      'What was measured are ways to do a thing, each case for itself: see below.',
    );
  }
  const contenders = [...new Set(compared.flatMap(resultsOf).map(({ contender }) => contender))];
  const measured = contenders.filter((contender) => contender !== 'naive');
  const rows = compared.map((suite) => [
    suite,
    ...measured.map((contender) => range(suite, contender, 'naive')),
    range(suite, 'wasm-simd', 'typescript'),
  ]);
  return table(
    'Times as fast as naive TypeScript, from the least to the most of a suite’s cases; and SIMD against tuned TypeScript',
    ['suite', ...measured.map(named), 'SIMD / tuned'],
    rows,
  );
}

function resultsOf(suite: string): BenchPageResult[] {
  return data.results.filter((result) => result.suite === suite);
}

/** The plain form that the contenders of a suite are compared with, if it has one. */
function baselineOf(results: readonly BenchPageResult[]): string | undefined {
  const present = (name: string) => results.some(({ contender }) => contender === name);
  return ['naive', 'typescript'].find(present);
}

function range(suite: string, contender: string, baseline: string): string {
  const own = resultsOf(suite).filter((result) => result.contender === contender);
  const ratios = own.flatMap((result) => {
    const rival = rivalOf(data.results, result, baseline);
    return rival ? [result.median / rival.median] : [];
  });
  if (ratios.length === 0) return '–';
  const [low, high] = [short(Math.min(...ratios)), short(Math.max(...ratios))];
  return low === high ? `${low}×` : `${low}–${high}×`;
}

function suiteSection(suite: string, i: number): HTMLElement {
  const results = resultsOf(suite);
  const id = `h-suite-${i}`;
  const title = Object.hasOwn(TITLES, suite) ? TITLES[suite] : suite;
  return el(
    'section',
    { 'aria-labelledby': id },
    el('h2', { id }, title),
    el('figure', {}, ...charts(suite, results), ...onThreads(results), resultTable(suite, results)),
  );
}

/** One chart with a legend, or, where the contenders are no backends, one a case. */
function charts(suite: string, results: readonly BenchPageResult[]): HTMLElement[] {
  const baseline = baselineOf(results);
  if (baseline) {
    const contenders = [...new Set(results.map(({ contender }) => contender))];
    const label = `${suite}: rates of the contenders by case, as multiples of ${baseline}`;
    return [legend(contenders), drawn(ratioChartOf(results, baseline, label))];
  }
  const cases = [...new Set(results.map((result) => result.case))];
  return cases.flatMap((name) => {
    const own = results.filter((result) => result.case === name);
    const label = `${suite}, ${name}: rates of the contenders`;
    return [el('h3', {}, name), drawn(wayChartOf(own, label))];
  });
}

function drawn(ratios: RatioChart): HTMLElement {
  const box = responsive((width) => ratioChart(ratios, width));
  box.classList.add('ratios');
  return box;
}

/** What more than one thread gains, where that was measured. */
function onThreads(results: readonly BenchPageResult[]): HTMLElement[] {
  return results.flatMap((result) => {
    const one = atOneThread(results, result);
    if (!one) return [];
    const text = `: ${times(result, one)} as fast as on one thread`;
    return [el('p', { class: 'threads' }, named(result.contender), ` on ${result.case}${text}`)];
  });
}

/** All numbers of a suite, folded away; a column of speed-ups by threads where there are any. */
function resultTable(suite: string, results: readonly BenchPageResult[]): HTMLElement {
  const hasThreads = results.some((result) => atOneThread(results, result));
  const rows = results.map((result) => [
    result.case,
    named(result.contender),
    short(result.median),
    `${short(result.quartiles[0])}–${short(result.quartiles[1])}`,
    short(result.p95),
    times(result, rivalOf(results, result, 'typescript')),
    times(result, rivalOf(results, result, 'naive')),
    ...(hasThreads ? [times(result, atOneThread(results, result))] : []),
    count(result.runs),
    result.verified ? 'yes' : el('span', { class: 'failed' }, 'NO'),
  ]);
  const caption = `${suite}, ${results[0].unit}`;
  const box = table(
    caption,
    [
      'case',
      'contender',
      `median, ${results[0].unit}`,
      'middle half',
      'p95',
      '× TypeScript',
      '× naive',
      ...(hasThreads ? ['× 1 thread'] : []),
      'runs',
      'checked',
    ],
    rows,
  );
  for (const [i, row] of box.querySelectorAll('tbody tr').entries()) {
    if (results[i].case !== results[i - 1]?.case) row.className = 'first';
  }
  return el('details', {}, el('summary', {}, `Data: ${caption}`), box);
}

function provenance(): void {
  fill(
    'environment',
    ...terms([
      ['hashplane', data.hashplane],
      ['commit', data.commit ?? 'unknown'],
      ['machine', data.machine],
      ['Node', data.relaxedSimd ? `${data.node} with relaxed SIMD` : data.node],
      ['threads', count(data.threads)],
      ['measured', moment(data.created)],
    ]),
  );
}
