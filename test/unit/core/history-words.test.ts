import assert from 'node:assert/strict';
import { assignments } from '../../../src/core/history-words';

describe('assignments of the history', () => {
  const cases: readonly (readonly [text: string, written: string])[] = [
    ['A=b', 'A=b'],
    ['A=', 'A=""'],
    ['A=b c', 'A="b c"'],
    ['A=b c D=e', 'A="b c" \\\n    D=e'],
    ['A=b B.c=d e/f-g=h', 'A=b \\\n    B.c=d \\\n    e/f-g=h'],
    ['A=b 1=c', 'A="b 1=c"'],
    ['A="b c"', 'A="b c"'],
    ['A="b" c', 'A="\\"b\\" c"'],
    ['A=b"c', 'A="b\\"c"'],
    ['A=\\', 'A="\\\\"'],
    ['A=b\nc', 'A="b c"'],
    ['A=b\r\nc', 'A="b c"'],
    ['A=\'b\'', 'A="\'b\'"'],
    ['A=b=c', 'A=b=c'],
    ['plain', 'plain'],
    ['', ''],
  ];
  for (const [text, written] of cases) it(`write ${JSON.stringify(text)} as ${JSON.stringify(written)}`, () => assert.equal(assignments(text), written));
});
