import { count, plural } from '../../report/page/format.ts';
import type { CompareResult, HashedFacts } from '../lab/calls/compare.ts';

/** What was found for one query; `grh` is null where there is nothing to learn from. */
export interface Compared {
  readonly lsh: CompareResult;
  readonly grh: CompareResult | null;
  readonly exact: CompareResult;
  readonly radius: number;
}

/** Neighbours asked for. */
const WANTED = 10;
/** A class with fewer training rows is hardly learned. */
const FEW_ROWS = 20;
/** The share of candidates from which on another class is worth a word. */
const CROWD = 0.15;

/**
 * Why the columns show what they do, in plain sentences, each from facts that were computed. The first
 * one compares, the others give reasons.
 */
export function reasons(compared: Compared): string[] {
  const { lsh, grh, exact } = compared;
  if (!grh) return [emptyOf('LSH', lsh, compared.radius) ?? whatHashingCosts(lsh, exact)];
  if (lsh.right === null || grh.right === null) return withoutClass(compared, grh);
  if (grh.right < lsh.right) return [verdict(lsh, grh), ...whyWorse(compared, grh)];
  const better = grh.right > lsh.right ? whyBetter(compared, grh) : whyEqual(compared, grh);
  return [verdict(lsh, grh), ...better, ...againstExact(grh, exact)];
}

function verdict({ right: lsh }: CompareResult, { right: grh }: CompareResult): string {
  if (lsh === grh) return `Both find ${lsh} of the ${WANTED} right here.`;
  const word = (grh as number) > (lsh as number) ? 'more' : 'fewer';
  return `Here learning finds ${word}: ${grh} of ${WANTED} are right, ${lsh} with random hyperplanes.`;
}

function whyWorse(compared: Compared, grh: CompareResult): string[] {
  const { lsh, exact, radius } = compared;
  const { ownClass } = grh.hashed as HashedFacts;
  const empty = emptyOf('GRH', grh, radius) ?? fewOf('GRH', grh, radius);
  const why = [
    empty,
    hardlyLearned(grh),
    strayedTo(grh),
    farFrom(grh, radius),
    confused(grh, radius),
  ];
  const told = why.filter((text) => text !== null);
  const missed = ownClass && missedByChance(lsh, exact);
  if (missed) told.push(missed);
  if (told.length > 0) return told;
  return [
    `LSH ranked ${count(lsh.candidates)} candidates and GRH ${count(grh.candidates)}: by chance those of ` +
      'LSH hold nearer rows of the right class.',
  ];
}

function hardlyLearned({ hashed }: CompareResult): string | null {
  const own = hashed?.ownClass;
  if (!own || own.trainRows >= FEW_ROWS) return null;
  const rows = plural(own.trainRows, 'training row');
  return `${own.className} is hardly learned: GRH saw ${rows} of it.`;
}

/** The query hashed as if it were of another class. */
function strayedTo({ hashed }: CompareResult): string | null {
  const { ownClass: own, nearestClass: nearest } = hashed as HashedFacts;
  if (!own || !nearest || own.bitsApart === null || nearest.bitsApart === null) return null;
  if (nearest.className === own.className || nearest.bitsApart >= own.bitsApart) return null;
  return (
    `GRH takes this one for ${nearest.className}: its code differs in ${plural(own.bitsApart, 'bit')} from ` +
    `the code learned for ${own.className}, but in ${nearest.bitsApart} from that for ${nearest.className}.`
  );
}

/** The codeword of its own class lies outside the radius. */
function farFrom({ hashed }: CompareResult, radius: number): string | null {
  const own = hashed?.ownClass;
  if (!own || own.bitsApart === null || own.bitsApart <= radius) return null;
  return (
    `The code learned for ${own.className} differs from its own in ${plural(own.bitsApart, 'bit')}, more ` +
    `than the radius of ${radius}: most of that class is not looked at.`
  );
}

/** Another class whose codeword is near, or whose rows crowd the candidates. */
function confused({ hashed, candidates }: CompareResult, radius: number): string | null {
  const { otherClass: other, ownClass: own } = hashed as HashedFacts;
  if (!other || !own || other.candidates < CROWD * candidates) return null;
  const crowd = `${percent(other.candidates / candidates)} of GRH's candidates are ${other.className}`;
  if (other.codewordsApart === null || other.codewordsApart > 2 * radius) return `${crowd}.`;
  const apart =
    other.codewordsApart === 0
      ? 'are the same'
      : `differ in only ${plural(other.codewordsApart, 'bit')}`;
  return (
    `${crowd}: the codes learned for ${own.className} and ${other.className} ${apart}, so both are ` +
    'candidates, and which of them come first is left to the pixels.'
  );
}

/** Wrong rows among the nearest that LSH did not look at. */
function missedByChance(lsh: CompareResult, exact: CompareResult): string | null {
  const found = new Set(lsh.neighbours.map(({ row }) => row));
  const wrong = exact.neighbours.filter(({ isRight }) => isRight === false);
  const missed = wrong.filter(({ row }) => !found.has(row)).length;
  if (missed === 0) return null;
  return (
    `Of the ${exact.neighbours.length} nearest of all, which exact search finds, ${wrong.length} are wrong; ` +
    `LSH happens to miss ${missed} of those.`
  );
}

function whyBetter({ lsh, radius }: Compared, grh: CompareResult): string[] {
  const empty = emptyOf('LSH', lsh, radius) ?? fewOf('LSH', lsh, radius);
  const pure = purities(lsh, grh);
  return [...(empty ? [empty] : []), ...(pure ? [pure] : [])];
}

function whyEqual({ lsh, radius }: Compared, grh: CompareResult): string[] {
  const both = lsh.candidates === 0 && grh.candidates === 0;
  if (both) return [`No stored code lies within radius ${radius} of its own: try a larger radius.`];
  const pure = purities(lsh, grh);
  return pure ? [pure] : [];
}

/** How many of the candidates are of the right class. */
function purities(lsh: CompareResult, grh: CompareResult): string | null {
  const [random, learned] = [lsh, grh].map(shareRight);
  if (random === null || learned === null) return null;
  return (
    `Of the ${count(grh.candidates)} candidates that GRH picks ${percent(learned)} are ` +
    `${grh.query.className}; of the ${count(lsh.candidates)} of LSH, ${percent(random)}.`
  );
}

function againstExact(grh: CompareResult, exact: CompareResult): string[] {
  const [learned, all] = [grh.right as number, exact.right as number];
  if (all < learned) {
    return [
      `Exact search compares all ${count(exact.database)} and finds ${all} right: the nearest pixels are ` +
        'not always the same thing, and the learned codes leave those out.',
    ];
  }
  if (all < WANTED / 2)
    return [`Exact search finds only ${all} right: what lies nearest is often of another class.`];
  return [];
}

/** A picture of the reader's own, which nobody has named. */
function withoutClass({ lsh, radius }: Compared, grh: CompareResult): string[] {
  const told = [
    ['LSH', lsh],
    ['GRH', grh],
  ] as const;
  return told.map(([name, result]) => {
    const empty = emptyOf(name, result, radius);
    const commonest = commonestShown(result);
    if (empty || !commonest) return empty ?? '';
    const { className, rows } = commonest;
    return `${name} takes it for ${className}: ${rows} of its ${result.neighbours.length} neighbours are.`;
  });
}

function commonestShown({ neighbours }: CompareResult): { className: string; rows: number } | null {
  const counts = new Map<string, number>();
  for (const { className } of neighbours) {
    if (className !== null) counts.set(className, (counts.get(className) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first ? { className: first[0], rows: first[1] } : null;
}

function emptyOf(
  name: string,
  { candidates, hashed }: CompareResult,
  radius: number,
): string | null {
  if (candidates > 0 || !hashed) return null;
  return (
    `${name} has nothing to show: no stored code lies within radius ${radius}, the nearest differs in ` +
    `${plural(hashed.nearestCode, 'bit')}.`
  );
}

function fewOf(name: string, { candidates }: CompareResult, radius: number): string | null {
  if (candidates >= WANTED) return null;
  return `${name} has only ${plural(candidates, 'candidate')} within radius ${radius}; places left empty count as misses.`;
}

function whatHashingCosts(lsh: CompareResult, exact: CompareResult): string {
  const found = new Set(exact.neighbours.map(({ row }) => row));
  const shared = lsh.neighbours.filter(({ row }) => found.has(row)).length;
  return (
    `LSH finds ${shared} of the ${exact.neighbours.length} nearest, and compares ` +
    `${count(lsh.candidates)} rows of ${count(exact.database)} for it.`
  );
}

function shareRight({ hashed, candidates }: CompareResult): number | null {
  if (!hashed || hashed.rightCandidates === null || candidates === 0) return null;
  return hashed.rightCandidates / candidates;
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
