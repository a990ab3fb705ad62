import { useHashIndex, useSearch } from 'hashplane/react';
import { useEffect, useState } from 'react';

type Word = { names: string[]; vector: number[] };
type Item = { name: string; shade?: string };

const source = { indexedDB: 'fashion', else: '/fashion.index' };
const worker = () =>
  new Worker(new URL('hashplane/index-worker', import.meta.url), { type: 'module' });

export default function Search() {
  const [words, setWords] = useState<Word[]>([]);
  const [text, setText] = useState('');
  useEffect(
    () => void fetch('/words.json').then(async (file) => setWords((await file.json()).words)),
    [],
  );
  const { index } = useHashIndex<Item>(source, { worker });
  const word = words.find(({ names }) => names.includes(text));
  const { result } = useSearch(index, word?.vector ?? null, { k: 10 });
  return (
    <>
      <input
        type="search"
        aria-label="Search"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ol>
        {result?.neighbours.map(({ id, document }) => (
          <li key={id}>{`${document?.name} ${id}`}</li>
        ))}
      </ol>
    </>
  );
}
