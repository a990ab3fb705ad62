import { readFile } from 'node:fs/promises';
import { createKernels } from 'hashplane';
import { loadIndexFile } from 'hashplane/node';

const [text = 'sneaker'] = process.argv.slice(2);
const { words } = JSON.parse(await readFile('words.json', 'utf8'));
const word = words.find(({ names }) => names.includes(text));
if (!word) throw new Error(`known are ${words.flatMap(({ names }) => names).join(', ')}`);

const index = await loadIndexFile('fashion.index', { kernels: await createKernels() });
const { neighbours } = index.search(word.vector, { k: 10, where: { shade: 'dark' } });
for (const { id, score, document } of neighbours) {
  console.log(`${document?.name} ${id}: ${score.toFixed(2)}`);
}
