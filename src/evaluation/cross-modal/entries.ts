import { CROSS_MODAL_REGISTRY, type CrossModalMethod } from './methods.ts';
import type { CrossModalEntry, CrossModalName } from './names.ts';

/** How an entry of the comparison is called, and what it is, in a sentence. */
export interface EntryWords {
  readonly title: string;
  readonly summary: string;
}

/** A method of the comparison. */
export interface CrossModalContender extends EntryWords {
  readonly name: CrossModalName;
  /** Raised when its results change: finished cells of another revision are not taken over. */
  readonly revision: number;
  readonly fit: CrossModalMethod;
  /** Whether it learns from pairs without labels too, which need a database that is held out. */
  readonly usesUnlabelled: boolean;
  /** The entry of its class probabilities without codes, where it has some. */
  readonly unhashed: 'probabilities' | 'probabilities-unlabelled' | null;
}

/** The methods by name. */
export const CONTENDERS: Readonly<Record<CrossModalName, CrossModalContender>> = {
  rcmh: {
    name: 'rcmh',
    title: 'RCMH',
    summary:
      'Regularised cross-modal hashing as published by Moran and Lavrenko (SIGIR 2015): random ' +
      'hyperplanes in text space, bits regularised over the graph of the labels, and two linear support ' +
      'vector machines a bit.',
    revision: 2,
    fit: CROSS_MODAL_REGISTRY.rcmh,
    usesUnlabelled: false,
    unhashed: null,
  },
  cca: {
    name: 'cca',
    title: 'CCA, rotated',
    summary:
      'Canonical correlation analysis of texts and images, and a rotation of its components.',
    revision: 2,
    fit: CROSS_MODAL_REGISTRY.cca,
    usesUnlabelled: false,
    unhashed: null,
  },
  'cross-kernel': {
    name: 'cross-kernel',
    title: 'Cross-modal kernel',
    summary:
      'Class probabilities of kernel ridge regression on either side, turned into graded codes by ' +
      'codewords that both share.',
    revision: 1,
    fit: CROSS_MODAL_REGISTRY['cross-kernel'],
    usesUnlabelled: false,
    unhashed: 'probabilities',
  },
  'cross-kernel-unlabelled': {
    name: 'cross-kernel-unlabelled',
    title: 'Cross-modal kernel, with unlabelled pairs',
    summary:
      'The same; the image side also learns from pairs without labels, whose classes the text side ' +
      'guesses. These pairs are in no database.',
    revision: 1,
    fit: CROSS_MODAL_REGISTRY['cross-kernel'],
    usesUnlabelled: true,
    unhashed: 'probabilities-unlabelled',
  },
};

/** What stands beside the methods. */
const BESIDE: Readonly<Record<Exclude<CrossModalEntry, CrossModalName>, EntryWords>> = {
  probabilities: {
    title: 'class probabilities, unhashed',
    summary:
      'What the codes of cross-kernel are made from, ranked by inner product: how well they could do.',
  },
  'probabilities-unlabelled': {
    title: 'class probabilities with unlabelled pairs, unhashed',
    summary: 'The same for cross-kernel-unlabelled.',
  },
  chance: {
    title: 'chance',
    summary: 'The mean over all orders of the database.',
  },
};

/** Title and summary of any entry. */
export function wordsOf(entry: CrossModalEntry): EntryWords {
  if (entry in BESIDE) return BESIDE[entry as keyof typeof BESIDE];
  return CONTENDERS[entry as CrossModalName];
}
