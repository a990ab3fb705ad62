import { HashCodes, hammingDistance } from '../../core/hash-codes.ts';
import { bitsText, type ClassCodeword, classCodewordsOf, nearestCodeword } from './codewords.ts';
import { classNameOf } from './dataset.ts';
import type { Hashed } from './hashed.ts';
import type { Prepared } from './prepared.ts';

/** What the query's code says of it, and of its class. */
export interface CodeFacts {
  /** `0110`. */
  readonly code: string;
  /** The code as a number, as the tutorial writes it. */
  readonly bucket: string;
  /** In how many bits the nearest stored code differs. */
  readonly nearestCode: number;
  /** Of the query's class: training rows, and in how many bits its codeword differs from the code. */
  readonly ownClass: CodewordFacts | null;
  /** The class whose codeword is nearest to the code. */
  readonly nearestClass: CodewordFacts | null;
}

export interface CodewordFacts {
  readonly className: string;
  readonly trainRows: number;
  /** Null where the class was not in the training set. */
  readonly bitsApart: number | null;
}

/** What the candidates are. */
export interface CandidateFacts {
  /** Candidates of the query's class; null where it has none. */
  readonly rightCandidates: number | null;
  /** The commonest other class among them; without a class of the query, the commonest. */
  readonly otherClass: OtherClass | null;
}

export interface OtherClass {
  readonly className: string;
  readonly candidates: number;
  /** Bits in which its codeword differs from that of the query's class; null if one was not learned. */
  readonly codewordsApart: number | null;
}

/** The query: its class, and its place in the database if it is part of it. */
export interface FactsQuery {
  readonly label: number | null;
  readonly self: number;
}

/** @param encoded - the query's code alone. */
export function codeFacts(
  points: Prepared,
  { label, self }: FactsQuery,
  { databaseCodes }: Hashed,
  codewords: readonly ClassCodeword[],
  encoded: HashCodes,
): CodeFacts {
  const code = encoded.code(0);
  const factsOf = ({ label, rows, word }: ClassCodeword): CodewordFacts => ({
    className: classNameOf(points.dataset, label) as string,
    trainRows: rows,
    bitsApart: hammingDistance(word, code),
  });
  const own = codewords.find((codeword) => codeword.label === label);
  const nearest = nearestCodeword(codewords, code);
  const className = classNameOf(points.dataset, label);
  const unlearned = className === null ? null : { className, trainRows: 0, bitsApart: null };
  return {
    code: bitsText(code, encoded.bits),
    bucket: String(encoded.bucketIndex(0)),
    nearestCode: nearestDistance(databaseCodes, code, self),
    ownClass: own ? factsOf(own) : unlearned,
    nearestClass: nearest && factsOf(nearest.codeword),
  };
}

/** The codewords that the training rows have; none without labels. */
export function trainCodewords({ database, train }: Prepared, codes: HashCodes): ClassCodeword[] {
  if (!train.labels) return [];
  const { wordsPerCode, bits } = codes;
  const [start, end] = [database.rows.length, database.rows.length + train.rows.length];
  const words = codes.words.subarray(start * wordsPerCode, end * wordsPerCode);
  return classCodewordsOf(new HashCodes(words, train.rows.length, bits), train.labels);
}

/** @param found - the candidates, as places in the database. */
export function candidateFacts(
  { dataset, database }: Prepared,
  { label }: FactsQuery,
  codewords: readonly ClassCodeword[],
  found: Uint32Array,
): CandidateFacts {
  const { labels } = database;
  if (!labels) return { rightCandidates: null, otherClass: null };
  const counts = new Map<number, number>();
  for (const place of found) counts.set(labels[place], (counts.get(labels[place]) ?? 0) + 1);
  const others = [...counts].filter(([each]) => each !== label).sort(([, a], [, b]) => b - a);
  const [other] = others;
  const wordOf = (of: number) => codewords.find((codeword) => codeword.label === of)?.word;
  const [own, theirs] = [label === null ? undefined : wordOf(label), other && wordOf(other[0])];
  return {
    rightCandidates: label === null ? null : (counts.get(label) ?? 0),
    otherClass: other
      ? {
          className: classNameOf(dataset, other[0]) as string,
          candidates: other[1],
          codewordsApart: own && theirs ? hammingDistance(own, theirs) : null,
        }
      : null,
  };
}

function nearestDistance(codes: HashCodes, code: Uint32Array, self: number): number {
  let nearest = codes.bits;
  for (let place = 0; place < codes.count && nearest > 0; place++) {
    if (place !== self) nearest = Math.min(nearest, hammingDistance(code, codes.code(place)));
  }
  return nearest;
}
