import type { FileCase } from './case.ts';

const utf16 = (text: string) => Uint8Array.from([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const floats = (values: number[]) =>
  Buffer.from(Float32Array.from(values).buffer).toString('base64');
const csv = (content: string | Uint8Array, more: Omit<FileCase, 'file' | 'content'>): FileCase => ({
  file: 'x.csv',
  content,
  ...more,
});
const txt = (content: string | Uint8Array, more: Omit<FileCase, 'file' | 'content'>): FileCase => ({
  file: 'x.txt',
  content,
  ...more,
});
const THREE = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];
const AB = [
  [0.5, -1],
  [2, 3.25],
];
const MISSING = 'choose --missing mean, zero or drop-row';

/** Tables between delimiters: CSV, TSV, what numpy, pandas, R and databases write. */
export const TABLE_CASES: readonly FileCase[] = [
  csv('1,2,3\r4,5,6\r7,8,9\r', { kind: 'lines that end with CR', right: THREE }),
  csv('1,2,3\r\n4,5,6\r\n7,8,9', { kind: 'lines that end with CRLF', right: THREE }),
  csv('1,2,3\r4,5,6\n7,8,9\r\n', { kind: 'all ends of lines', right: THREE }),
  csv('\ufeff1,2,3\n4,5,6\n7,8,9\n', { kind: 'a byte order mark', right: THREE }),
  csv('\ufeffa,b,c\n1,2,3\n4,5,6\n7,8,9\n', { kind: 'a mark before names', right: THREE }),
  csv('\n1,2,3\n\n   \n4,5,6\n7,8,9\n\n', { kind: 'blank lines', right: THREE }),
  csv('# made by hand\n#\n1,2,3\n4,5,6\n7,8,9\n', { kind: 'comments', right: THREE }),
  csv(' 1 , 2,3 \n4, 5 ,6\n 7,8,9\n', { kind: 'spaces around numbers', right: THREE }),
  csv('"1","2","3"\n"4", "5" ,"6"\n7,8,"9"\n', { kind: 'numbers in quotes', right: THREE }),
  csv('1,2,3,\n4,5,6,\n7,8,9,\n', { kind: 'a delimiter at each end', right: THREE }),
  csv('a,b,c\n1,2,3,\n4,5,6,\n7,8,9,\n', { kind: 'one that the header lacks', right: THREE }),
  csv('a,b,c,\n1,2,3,\n4,5,6,\n7,8,9,\n', { kind: 'one that the header has', right: THREE }),
  csv('a,b,c,\n1,2,3\n4,5,6\n7,8,9\n', { kind: 'one in the header alone', right: THREE }),
  txt('1|2|3\n4|5|6\n7|8|9\n', { kind: 'bars', right: THREE }),
  txt('1;2;3\n4;5;6\n7;8;9\n', { kind: 'semicolons', right: THREE }),
  txt('1\t2\t3\n4\t5\t6\n7\t8\t9\n', { kind: 'tabs', right: THREE }),
  txt('1 2 3\n4 5 6\n7 8 9\n', { kind: 'spaces, as numpy.savetxt', right: THREE }),
  txt('  1   2 3\n  4 5\t6  \n 7  8  9\n', { kind: 'columns aligned by spaces', right: THREE }),
  txt('1.0e+00 2.000E0 3.\n4 +5 6e0\n7 8 .9e1\n', { kind: 'forms of numbers', right: THREE }),
  txt('# x y label\n1 2 0\n4 5 1\n', {
    kind: "numpy.savetxt's header",
    right: [
      [1, 2],
      [4, 5],
    ],
    labels: [0, 1],
  }),
  csv('3.4028235e38,1e-50,0.1\n-3.4e38,-0,1e-45\n', {
    kind: 'the limits of float32',
    right: [
      [3.4028234663852886e38, 0, Math.fround(0.1)],
      [Math.fround(-3.4e38), -0, 1.401298464324817e-45],
    ],
  }),

  csv('x1,x2,x3\n,2,3\n4,5,6\n7,8,9\n', {
    kind: 'an empty field in the first row',
    right: /line 2: column "x1" has a missing number \(it is empty\): choose --missing/,
  }),
  csv('NaN,2,3\n4,5,6\n7,8,9\n', {
    kind: 'NaN in the first row, without a header',
    right: /line 1: column "1" has a missing number \(it is "NaN"\)/,
  }),
  ...['NA', 'N/A', 'null', 'NULL', 'None', 'nan', '#N/A', '?', '\\N', '<NA>', '-'].map((word) =>
    csv(`a,b,c\n${word},2,3\n4,5,6\n7,8,9\n`, {
      kind: `${word} in the first row`,
      right: new RegExp(`line 2: column "a" has a missing number .*${MISSING}`),
    }),
  ),
  ...['inf', '-inf', 'Infinity'].map((word) =>
    csv(`a,b,c\n${word},2,3\n4,5,6\n7,8,9\n`, {
      kind: `${word} in the first row`,
      right: /line 2: column "a" must be a finite number/,
      options: { missing: 'zero' },
    }),
  ),
  ...['12 kg', '0x1F', '5%', '$3', '1.2.3'].map((word) =>
    csv(`a,b\n${word},2\n4,5\n7,8\n`, {
      kind: `${word} in the first row`,
      right: /line 2: column "a" must be a number, not /,
    }),
  ),
  csv('12 kg,2,3\n4,5,6\n7,8,9\n', {
    kind: 'a unit in the first row, without a header',
    right: /line 1: column "1" must be a number, not "12 kg"/,
  }),
  csv('a,b\n1,2\n3,1e400\n', {
    kind: 'a number beyond float64',
    right: /line 3: column "b" must be a number that float32 holds, not "1e400"/,
  }),
  csv('a,b\n1e39,2\n3,4\n', { kind: 'one beyond float32', right: /line 2: column "a" .*1e39/ }),
  txt('1,5;2,5\n3,5;4,25\n', {
    kind: 'decimal commas',
    right: /line 1: column "1" must have decimal points, not commas: "1,5"/,
  }),
  csv('"a";"b"\n1,5;2\n3,5;4\n', { kind: 'one under names', right: /line 2: column "a" .*commas/ }),
  csv('a,b\n1,2\n3\n', { kind: 'a short row', right: /line 3 has 1 fields, not 2/ }),
  csv('a,b\n1,2\n3,4,5\n', { kind: 'a long row', right: /line 3 has 3 fields, not 2/ }),
  csv('a,b,c,d\n1,2\n3,4\n', {
    kind: 'too many names',
    right: /line 1 names 4 columns, but line 2 has 2/,
  }),
  csv('a,b\n1,"2\n3,4\n', { kind: 'an open quote', right: /line 2: a quote is not closed/ }),
  csv('a,b\n', { kind: 'a header alone', right: /no column|no rows/ }),
  csv(utf16('1,2\n3,4\n'), { kind: 'UTF-16', right: /is not UTF-8 but UTF-16: save it as UTF-8/ }),
  csv(utf16('1,2\n3,4\n').slice(2), {
    kind: 'UTF-16 without a mark',
    right: /not UTF-8 but UTF-16LE/,
  }),
  csv(latin1('größe,b\n1,2\n3,4\n'), { kind: 'latin1', right: /not UTF-8 but latin1/ }),

  csv('a,b\n,2\n4,\n1,8\n', {
    kind: 'means for missing numbers',
    options: { missing: 'mean' },
    right: [
      [2.5, 2],
      [4, 5],
      [1, 8],
    ],
    warnings: [/2 missing numbers are each the mean of its dimension/],
  }),
  csv('a,b\nNA,2\n4,5\n', {
    kind: 'zeros for missing numbers',
    options: { missing: 'zero' },
    right: [
      [0, 2],
      [4, 5],
    ],
    warnings: [/1 missing number is zero/],
  }),
  csv('a,b\n?,2\n4,5\nnull,1\n', {
    kind: 'rows left out',
    options: { missing: 'drop-row' },
    right: [[4, 5]],
    warnings: [/2 rows with missing numbers are left out/],
  }),
  csv('a,b\n,2\n,5\n', {
    kind: 'a column without any number',
    options: { missing: 'mean' },
    right: /dimension 1 of the vectors has no number to take the mean of/,
  }),

  csv('id,a,b\n7,0.5,-1\n9,2,3.25\n', { kind: 'ids', right: AB, ids: ['7', '9'] }),
  csv('doc_id,a,b\n7,0.5,-1\n9,2,3.25\n', { kind: 'doc_id', right: AB, ids: ['7', '9'] }),
  csv('chunkId,a,b\n7,0.5,-1\n9,2,3.25\n', { kind: 'chunkId', right: AB, ids: ['7', '9'] }),
  csv(',a,b\n0,0.5,-1\n1,2,3.25\n', { kind: "pandas' index", right: AB, ids: ['0', '1'] }),
  csv('Unnamed: 0,a,b\n0,0.5,-1\n1,2,3.25\n', { kind: 'one twice', right: AB, ids: ['0', '1'] }),
  csv('a,b,label\nr1,0.5,-1,cat\nr2,2,3.25,dog\n', {
    kind: 'row names that the header lacks, as R writes',
    right: AB,
    ids: ['r1', 'r2'],
    labels: ['cat', 'dog'],
  }),
  txt('"a" "b" "label"\n"1" 0.5 -1 "a cat"\n"2" 2 3.25 "dog"\n', {
    kind: "R's write.table",
    right: AB,
    ids: ['1', '2'],
    labels: ['a cat', 'dog'],
  }),
  csv('0,1\n0.5,-1\n2,3.25\n', {
    kind: 'the header 0, 1, ... of pandas',
    right: AB,
    warnings: [/line 1 counts: it is taken for a header/],
  }),
  csv('0,1,2,label\n1,2,3,a\n4,5,6,b\n7,8,9,a\n', {
    kind: 'that header beside a name',
    right: THREE,
    labels: ['a', 'b', 'a'],
    warnings: [/line 1 counts/],
  }),
  csv('0,1,2,3\n4,1,0,9\n5,5,1,2\n', {
    kind: 'that header above whole numbers',
    right: [
      [4, 1, 0, 9],
      [5, 5, 1, 2],
    ],
    warnings: [/line 1 counts/],
  }),
  csv('0,1\n0.5,-1\n', {
    kind: 'the same as a row',
    options: { header: false },
    right: [
      [0, 1],
      [0.5, -1],
    ],
  }),
  csv('0,1,2\n3,4,5\n6,7,8\n', {
    kind: 'an array that counts on',
    right: [
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8],
    ],
  }),
  csv('name,2019,2020\nFR,0.5,-1\nDE,2,3.25\n', {
    kind: 'years as names',
    right: AB,
    notRead: ['name'],
    warnings: [/line 1 counts/],
  }),
  csv('a,b,label\n0.5,-1,3\n2,3.25,1\n', { kind: 'labels', right: AB, labels: [3, 1] }),
  csv('x,y\n0.5,-1\n2,3.25\n', { kind: 'coordinates x and y', right: AB }),
  csv('a,b,y\n0.5,-1,1\n2,3.25,0\n', { kind: 'y without x', right: AB, labels: [1, 0] }),
  csv('a,score,b\n0.5,7,-1\n2,7,3.25\n', {
    kind: 'a column that nothing tells apart',
    right: [
      [0.5, 7, -1],
      [2, 7, 3.25],
    ],
  }),
  csv('a,b,text\n0.5,-1,"one, two"\n2,3.25,"say ""no"""\n', {
    kind: 'a column of texts',
    right: AB,
    notRead: ['text'],
  }),

  csv('id,text,embedding\n5,"a, b","[0.5, -1]"\n6,c,"[2, 3.25]"\n', {
    kind: 'JSON arrays in a column',
    right: AB,
    ids: ['5', '6'],
    notRead: ['text'],
  }),
  csv('id,v\n1,[ 0.5  -1.  ]\n2,"[2.\n 3.25]"\n', { kind: "numpy's print, over lines", right: AB }),
  csv('id,v\n1,"{0.5,-1}"\n2,"{2,3.25}"\n', { kind: "PostgreSQL's arrays", right: AB }),
  csv('id,v\n1,"(0.5, -1)"\n2,"(2, 3.25)"\n', { kind: "Python's tuples", right: AB }),
  csv('id\tv\n1\t[0.5, -1]\n2\t[2,3.25]\n', { kind: 'arrays between tabs', right: AB }),
  csv('id,v\n1,"array([0.5, -1.], dtype=float32)"\n2,"array([2., 3.25])"\n', {
    kind: "numpy's repr",
    right: AB,
  }),
  csv('id,v\n1,"[np.float32(0.5), np.float32(-1.0)]"\n2,"[np.float32(2.0), np.float32(3.25)]"\n', {
    kind: 'lists of numpy numbers',
    right: AB,
  }),
  csv(`id,embedding\n1,${floats([0.5, -1])}\n2,${floats([2, 3.25])}\n`, {
    kind: 'base64 of float32',
    right: AB,
  }),
  csv('label,pixels\n3,0 255 7\n4,1 2 3\n', {
    kind: 'lists without brackets',
    right: [
      [0, 255, 7],
      [1, 2, 3],
    ],
    labels: [3, 4],
  }),
  txt('{0.5,-1}\n{2,3.25}\n', { kind: 'one array a line, as PostgreSQL copies', right: AB }),
  csv('id,score,v\n1,9,"[0.5, -1]"\n2,8,"[2, 3.25]"\n', {
    kind: 'numbers beside arrays',
    right: AB,
    notRead: ['score'],
  }),
  csv('u,v\n"[1, 2]","[0.5, -1]"\n"[3, 4]","[2, 3.25]"\n', {
    kind: 'two columns of arrays',
    right: /several columns hold vectors: choose one of "u", "v" with --array/,
  }),
  csv('u,v\n"[1, 2]","[0.5, -1]"\n"[3, 4]","[2, 3.25]"\n', {
    kind: 'one of two that is asked for',
    options: { pointsColumn: 'v' },
    right: AB,
    notRead: ['u'],
  }),
  csv('id,v\n1,"[0.5, -1]"\n2,"[2]"\n', {
    kind: 'arrays of two lengths',
    right: /line 3: column "v" has 1 dimensions where the first row has 2/,
  }),
  csv('id,v\n1,"[0.5, -1]"\n2,"[2, nan]"\n', {
    kind: 'NaN within an array',
    right: /line 3: column "v" at place 2 has a missing number \(it is "nan"\)/,
  }),
  csv('id,v\n1,"[0.5 -1 ... 2]"\n2,"[2 3 ... 4]"\n', {
    kind: 'a print that is cut short',
    right: /line 2: column "v" is cut short with "\.\.\."/,
  }),
  csv('a,b\n0.5,-1\n2,3.25\n', {
    kind: 'a column that is not there',
    options: { pointsColumn: 'v' },
    right: /no column "v" for --array: there are "a", "b"/,
  }),
];
