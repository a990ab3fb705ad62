import { findPort } from '../port.ts';
import { IndexHost } from './host.ts';
import type { FromHost, ToHost } from './protocol.ts';

/** Serves an index to whoever started this worker. */
export function serveIndex(): void {
  const port = findPort<ToHost, FromHost>();
  const host = new IndexHost((message, transfer = []) => port.post(message, transfer));
  port.listen((message) => host.receive(message));
  host.greet();
}
