import assert from 'node:assert/strict';
import { BuildGraph } from '../../../../src/core/build/build-graph';
import { outputText } from '../../../../src/core/build/step-output';

describe('what is known of a build', () => {
  it('is the end of what a step prints letter by letter, in few pieces, each stream by itself', () => {
    const graph = new BuildGraph();
    graph.add({ kind: 'step', step: { id: 'a', name: 'a', inputs: [], cached: false } });
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    for (let number = 0; number < 600_000; number += 1) {
      const stream = number % 100_000 === 0 ? 'error' : 'output';
      graph.add({ kind: 'output', output: { step: 'a', stream, text: letters.charAt(number % 26) } });
    }
    const record = graph.step('a');
    assert.ok(record?.cut);
    const text = outputText(record.output);
    // At most what is kept, and no more than a piece less.
    assert.ok(text.length <= 262_144 && text.length > 262_144 - 4_096, String(text.length));
    const whole = letters.repeat(Math.ceil(600_000 / 26)).slice(0, 600_000);
    assert.equal(text, whole.slice(-text.length));
    assert.ok(record.output.length < 1_200, String(record.output.length));
    assert.ok(record.output.some(({ stream }) => stream === 'error'));
  });

  it('is every piece as it came, while they are few', () => {
    const graph = new BuildGraph();
    graph.add({ kind: 'step', step: { id: 'a', name: 'a', inputs: [], cached: false } });
    for (const text of ['one\n', 'two\n']) graph.add({ kind: 'output', output: { step: 'a', stream: 'output', text } });
    assert.deepEqual(graph.step('a')?.output.map(({ text }) => text), ['one\n', 'two\n']);
  });
});
