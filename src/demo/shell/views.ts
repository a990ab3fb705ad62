import type { MountView } from './context.ts';
import type { ViewName } from './view-names.ts';

/** What a view's module gives. */
interface ViewModule {
  readonly mount: MountView;
}

/** The views, each loaded when it is first opened. */
export const LOADERS: Readonly<Record<ViewName, () => Promise<ViewModule>>> = {
  search: () => import('../search/view.ts'),
  emoji: () => import('../emoji/view.ts'),
  compare: () => import('../retrieval/view.ts'),
  train: () => import('../train/view.ts'),
  how: () => import('../how/view.ts'),
  data: () => import('../data/view.ts'),
  race: () => import('../race/view.ts'),
};
