// The script that runs in a worker and holds an index. It has no import of its own once it is bundled,
// and brings the compiled modules along.

import { findPort } from '../port.ts';
import { IndexHost } from './host.ts';
import type { FromHost, ToHost } from './protocol.ts';

const port = findPort<ToHost, FromHost>();
const host = new IndexHost((message, transfer = []) => port.post(message, transfer));
port.listen((message) => host.receive(message));
host.greet();
