import { heldOut } from './held-out.ts';
import { paper } from './paper.ts';
import type { Protocol, ProtocolName } from './protocol.ts';
import { tutorial } from './tutorial.ts';
import { unseenClasses } from './unseen-classes.ts';

/** The protocols by name. */
export const PROTOCOL: Readonly<Record<ProtocolName, Protocol>> = {
  tutorial,
  paper,
  'held-out': heldOut,
  'unseen-classes': unseenClasses,
};
