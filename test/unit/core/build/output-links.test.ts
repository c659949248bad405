import assert from 'node:assert/strict';
import { contextCandidates, outputLinks } from '../../../../src/core/build/output-links';
import { seededNumbers } from '../../../../scripts/seeded-numbers';

const places = (line: string) => outputLinks(line).map(({ start, end, path, line: number, column }) => [line.slice(start, end), path, number, column]);

describe('places in files that output names', () => {
  const cases: readonly (readonly [string, readonly (readonly [string, string, number, number | undefined])[]])[] = [
    ['src/app.ts:12:3 - error TS2304', [['src/app.ts:12:3', 'src/app.ts', 12, 3]]],
    ['src/app.ts(12,3): error TS2304', [['src/app.ts(12,3)', 'src/app.ts', 12, 3]]],
    ['Program.cs(7): warning', [['Program.cs(7)', 'Program.cs', 7, undefined]]],
    ['./main.go:7:2: undefined: x', [['./main.go:7:2', './main.go', 7, 2]]],
    ['main.c:5: error', [['main.c:5', 'main.c', 5, undefined]]],
    ['    at run (/app/src/index.js:10:15)', [['/app/src/index.js:10:15', '/app/src/index.js', 10, 15]]],
    ['  File "/app/a.py", line 3', []],
    ['"a.c:5", a-b_c.test.tsx:9.', [['a.c:5', 'a.c', 5, undefined], ['a-b_c.test.tsx:9', 'a-b_c.test.tsx', 9, undefined]]],
    ['10:15:30 done', []], ['alpine:3', []], ['x.ts:0', []], ['x.ts:1abc', []], ['http://example.com:80/x', []], ['a.ts', []], ['', []],
  ];
  for (const [line, wanted] of cases) it(JSON.stringify(line), () => assert.deepEqual(places(line), wanted));

  it('stand where they say, whatever the line', () => {
    const next = seededNumbers(9);
    const parts = ['a.ts', ':', '1', '(', ',', ')', ' ', '/', '..', '"', 'src', '.', '-', '\u202e', '99999999'];
    for (let turn = 0; turn < 5_000; turn++) {
      const line = Array.from({ length: Math.floor(next() * 12) }, () => parts[Math.floor(next() * parts.length)] ?? '').join('');
      for (const { start, end, path, line: number } of outputLinks(line)) {
        assert.ok(line.slice(start, end).startsWith(path), line);
        assert.ok(number >= 1 && line.slice(start, end).includes(String(number)), line);
      }
    }
    assert.ok(outputLinks('a.ts:1 '.repeat(100_000)).length <= 20);
  });

  it('are looked for in the context with fewer and fewer folders, and never outside', () => {
    assert.deepEqual(contextCandidates('/app/src/a.ts'), ['app/src/a.ts', 'src/a.ts', 'a.ts']);
    assert.deepEqual(contextCandidates('./a.ts'), ['a.ts']);
    assert.deepEqual(contextCandidates('../a.ts'), []);
    assert.deepEqual(contextCandidates('a/../../b.ts'), []);
  });
});
