import type { MethodStyle } from '../../report/page/swatch.ts';

/** The columns, from left to right. */
export const METHOD_NAMES = ['lsh', 'grh', 'exact'] as const;
export type MethodName = (typeof METHOD_NAMES)[number];

interface Method {
  readonly name: string;
  readonly about: string;
  /** As in the reports. */
  readonly style: MethodStyle;
}

export const METHODS: Readonly<Record<MethodName, Method>> = {
  lsh: {
    name: 'LSH',
    about: 'Random hyperplanes',
    style: { colour: 'var(--lsh)', symbol: 'circle', dash: 'none' },
  },
  grh: {
    name: 'GRH',
    about: 'Learned hyperplanes',
    style: { colour: 'var(--grh-paper)', symbol: 'square', dash: 'none' },
  },
  exact: {
    name: 'Exact',
    about: 'Compares all rows',
    style: { colour: 'var(--muted)', symbol: 'diamond', dash: '2 4' },
  },
};
