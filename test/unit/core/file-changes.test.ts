import assert from 'node:assert/strict';
import { changeLines, type FileChange, newChanges } from '../../../src/core/file-changes';

const changes = (...lines: readonly string[]): FileChange[] =>
  lines.map((line) => ({ kind: line.startsWith('A') ? 'added' : line.startsWith('C') ? 'changed' : 'deleted', path: line.slice(2) }));

describe('file changes', () => {
  it('are written as docker diff prints them, one line each whatever the name', () => {
    assert.equal(changeLines(changes('C /etc', 'A /etc/a b', 'D /tmp/x')), 'C /etc\nA /etc/a b\nD /tmp/x\n');
    assert.equal(changeLines(changes('A /a\nD /b', 'A /\u001b[31m\u202e')), 'A /a\\u000aD /b\nA /\\u001b[31m\\u202e\n');
    assert.equal(changeLines([]), '');
  });

  const before = changes('C /data', 'A /data/log');
  const cases: readonly (readonly [string, readonly FileChange[], number])[] = [
    ['nothing new', before, 0],
    ['a file more, not its folder', changes('C /data', 'A /data/log', 'C /etc', 'A /etc/x'), 1],
    ['a whole folder', changes('C /data', 'A /data/log', 'A /data/new', 'A /data/new/x'), 2],
    ['a file that was added before and is gone', changes('C /data'), 1],
    ['a file that is changed in place', changes('C /data', 'A /data/log', 'C /etc', 'C /etc/hosts'), 1],
    ['a file that is deleted', changes('C /data', 'A /data/log', 'D /etc/x', 'C /etc'), 1],
    ['what shells write for themselves', changes('C /data', 'A /data/log', 'C /root', 'A /root/.bash_history', 'A /root/.ash_history', 'A /root/.viminfo'), 0],
  ];
  for (const [what, after, count] of cases) {
    it(`count ${String(count)} for ${what}`, () => assert.equal(newChanges(before, after), count));
  }
});
