import { isViewName, type ViewName } from './view-names.ts';

/** Which view is shown, and what of it. */
export interface Address {
  readonly view: ViewName;
  readonly parameters: URLSearchParams;
}

/**
 * Reads `#/train?bits=16`. What it does not know is the first view: people mistype addresses. The part
 * behind # is all that a static host below any path leaves to the page.
 */
export function readAddress(hash: string): Address {
  const [, name = '', query = ''] = /^#\/?([^?]*)\??(.*)$/.exec(hash) ?? [];
  return { view: isViewName(name) ? name : 'search', parameters: new URLSearchParams(query) };
}

/** The address of a view with these parameters. */
export function writeAddress(
  view: ViewName,
  parameters: Readonly<Record<string, string | number>> = {},
): string {
  const texts = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams(texts).toString();
  return `#/${view}${query && `?${query}`}`;
}
