import { checkObject, show } from '../../core/checks.ts';
import { InvalidArgumentError } from '../../core/errors.ts';
import { asIntegers } from '../../core/given.ts';
import { asMatrix, checkFinite, type Matrix, type MatrixLike } from '../../core/matrix.ts';
import { checkOptions } from '../../core/options.ts';
import { checkGraph, type Graph } from '../../graph/graph.ts';
import type { Similarity } from '../similarity.ts';
import { checkClasses, type Labels } from '../supervision.ts';

/** Pairs of a text and an image of which nothing more is known: row i of both belong together. */
export interface UnlabelledPairs {
  /** rows x dimensions of texts. */
  readonly texts: MatrixLike;
  /** rows x dimensions of images. */
  readonly images: MatrixLike;
}

/** Pairs to learn from, and which of them are alike: by labels or by a graph, one of the two. */
export interface CrossModalPairs extends UnlabelledPairs {
  /** The class of each pair; at least two classes. */
  readonly labels?: Labels | undefined;
  /** A graph over the pairs, such as `withSelf(labelOverlapGraph(...))` of annotations. */
  readonly graph?: Graph | undefined;
  /** Further pairs: with labels, the text tells the class and the image learns it. */
  readonly unlabelled?: UnlabelledPairs | undefined;
}

/** Pairs, checked. */
export interface ReadPairs {
  readonly texts: Matrix;
  readonly images: Matrix;
  readonly similarity: Similarity;
  readonly unlabelled: { readonly texts: Matrix; readonly images: Matrix } | null;
}

/** @throws InvalidArgumentError if sizes differ, values are not finite, or nothing tells pairs apart. */
export function readPairs(given: CrossModalPairs): ReadPairs {
  checkObject('the pairs of fit', given);
  const names = { texts: 1, images: 1, labels: 1, graph: 1, unlabelled: 1 } as const;
  checkOptions('the pairs of fit', given, names);
  const { texts, images } = readBoth('', given);
  if (texts.rows === 0) throw new InvalidArgumentError('there must be at least one pair');
  const similarity = readSimilarity(given, texts.rows);
  if (given.unlabelled === undefined) return { texts, images, similarity, unlabelled: null };
  checkOptions('unlabelled pairs', given.unlabelled, { texts: 1, images: 1 });
  const unlabelled = readBoth('unlabelled ', given.unlabelled);
  for (const [name, known, other] of [
    ['texts', texts, unlabelled.texts],
    ['images', images, unlabelled.images],
  ] as const) {
    if (known.cols === other.cols) continue;
    throw new InvalidArgumentError(
      `unlabelled ${name} have ${other.cols} dimensions where labelled ones have ${known.cols}`,
    );
  }
  return { texts, images, similarity, unlabelled: unlabelled.texts.rows > 0 ? unlabelled : null };
}

function readBoth(which: string, given: UnlabelledPairs) {
  const texts = asMatrix(`${which}texts`, given.texts);
  const images = asMatrix(`${which}images`, given.images);
  checkFinite(`${which}texts`, texts);
  checkFinite(`${which}images`, images);
  if (texts.rows === images.rows) return { texts, images };
  throw new InvalidArgumentError(
    `${which}pairs need an image for each text, not ${images.rows} for ${texts.rows}`,
  );
}

function readSimilarity({ labels, graph }: CrossModalPairs, rows: number): Similarity {
  if (labels !== undefined && graph !== undefined) {
    throw new InvalidArgumentError('pairs have labels or a graph: leave one of them out');
  }
  if (labels !== undefined) {
    const own = asIntegers('labels', labels, Int32Array);
    if (own.length !== rows) {
      throw new InvalidArgumentError(`${rows} pairs need as many labels, not ${own.length}`);
    }
    checkClasses(own);
    return own;
  }
  if (graph === undefined) {
    throw new InvalidArgumentError('pairs must come with labels, or with a graph over them');
  }
  checkGraph(graph);
  if (graph.rows === rows) return graph;
  throw new InvalidArgumentError(
    `${rows} pairs need a graph of as many rows, not ${show(graph.rows)}`,
  );
}
