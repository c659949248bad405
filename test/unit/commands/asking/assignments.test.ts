import assert from 'node:assert/strict';
import { assignmentsOf } from '../../../../src/commands/asking/assignments';

describe('assignments that are typed', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['', {}],
    ['  ', {}],
    ['team=web stage=test', { team: 'web', stage: 'test' }],
    ['type=nfs  o=addr=10.0.0.2,rw\tdevice=:/export ', { type: 'nfs', o: 'addr=10.0.0.2,rw', device: ':/export' }],
    ['note="two words" a', { note: 'two words', a: '' }],
    ['"a b"=c "', { 'a b': 'c', '': '' }],
    ['same=1 same=2', { same: '2' }],
    ['a= =b', { a: '', '': 'b' }],
    ['__proto__=x', Object.fromEntries([['__proto__', 'x']])],
  ];
  for (const [typed, expected] of cases)
    it(JSON.stringify(typed), () => {
      assert.deepEqual(Object.entries(assignmentsOf(typed)), Object.entries(expected));
    });
});
