/** The views in the order of the navigation: what stands in the address, and their names. */
export const VIEWS = {
  search: 'Search',
  emoji: 'Emoji',
  compare: 'Compare',
  train: 'Train',
  how: 'How it works',
  data: 'Your data',
  race: 'Race',
} as const;

export type ViewName = keyof typeof VIEWS;

export function isViewName(text: string): text is ViewName {
  return Object.hasOwn(VIEWS, text);
}
