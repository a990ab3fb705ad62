import { el } from '../../report/page/dom.ts';
import type { MountView } from '../shell/context.ts';

export const mount: MountView = (place) => {
  place.append(el('h1', {}, 'How it works, step by step'));
  return { update() {}, dispose() {} };
};
