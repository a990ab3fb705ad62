// The script that runs in a worker and holds an index. It has no import of its own once it is bundled,
// and brings the compiled modules along.

import { serveIndex } from './serve.ts';

serveIndex();
