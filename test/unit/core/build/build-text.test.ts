import assert from 'node:assert/strict';
import type { BuildEvent, BuildStep } from '../../../../src/core/build/build-progress';
import { BuildText } from '../../../../src/core/build/build-text';

const step = (id: string, more: Partial<BuildStep> = {}): BuildEvent => ({ kind: 'step', step: { id, name: `[${id}] RUN ${id}`, inputs: [], cached: false, ...more } });
const output = (id: string, text: string): BuildEvent => ({ kind: 'output', output: { step: id, stream: 'output', text } });
const textOf = (...events: readonly BuildEvent[]): string => {
  const text = new BuildText();
  return events.map((event) => text.add(event)).join('');
};

describe('a build as text', () => {
  it('names a step once, then what it prints and how it ended', () => {
    assert.equal(textOf(step('a'), step('a', { started: 0 }), output('a', 'one\n'), output('a', 'two\n'), step('a', { started: 0, completed: 2_000 })), '> [a] RUN a\none\ntwo\nDone in 2.0 s\n');
  });

  it('names a step again where another had said something in between', () => {
    assert.equal(textOf(step('a', { started: 0 }), step('b', { started: 0 }), output('a', 'of a\n'), output('b', 'of b\n')), '> [a] RUN a\n> [b] RUN b\n> [a] RUN a\nof a\n> [b] RUN b\nof b\n');
  });

  it('ends a line that was not ended, says what was cached and why something failed', () => {
    assert.equal(textOf(step('a', { started: 0 }), output('a', 'no end'), step('a', { started: 0, completed: 1, error: 'exit code: 7' }), step('b', { started: 1, completed: 1, cached: true })), '> [a] RUN a\nno end\nexit code: 7\n> [b] RUN b\nCached\n');
  });

  it('says nothing twice, and nothing of what has not begun', () => {
    assert.equal(textOf(step('a'), step('b', { started: 0, completed: 1, cached: true }), step('b', { started: 0, completed: 1, cached: true })), '> [b] RUN b\nCached\n');
  });
});
