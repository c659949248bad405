import assert from 'node:assert/strict';
import { placeFailure, warningMarks } from '../../../../src/commands/builds/build-marks';
import { BuildGraph } from '../../../../src/core/build/build-graph';
import type { BuildWarning } from '../../../../src/core/build/build-progress';
import { failure, type SlipwayError } from '../../../../src/core/errors';
import { defaultConfiguration } from '../../../../src/dockerfile/configuration';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { textRequest } from '../../../support/fake-builds';

const text = 'FROM debian AS build\nRUN make one\nRUN make two && \\\n  nosuch\nMAINTAINER me\n';
const step = { id: 'a', name: '[2/3] RUN make two &&   nosuch', inputs: [], cached: false, error: 'process "/bin/sh -c make two" did not complete successfully: exit code: 127' };

function mark(error: SlipwayError, output = '', buildArguments: Record<string, string> = {}) {
  const graph = new BuildGraph();
  graph.add({ kind: 'step', step: { id: 'b', name: '[other 1/2] RUN x', inputs: [], cached: false, error: 'context canceled' } });
  graph.add({ kind: 'step', step });
  graph.add({ kind: 'output', output: { step: 'a', stream: 'error', text: output } });
  const placed = placeFailure(parseDockerfile(text), { graph, number: 4, request: textRequest(text, { buildArguments }) }, error);
  return placed && { marked: text.slice(placed.mark.range.start, placed.mark.range.end), message: placed.mark.message, shell: placed.mark.shell };
}

describe('marks of a build', () => {
  it('stand where it failed, with the last lines of the output as plain text', () => {
    const output = `${Array.from({ length: 30 }, (_, index) => `line ${String(index)}`).join('\n')}\n\u001b[91m/bin/sh: nosuch: not found\u001b[0m\ntoken=abcdefgh\n`;
    const found = mark(failure('buildFailed', { step: step.name, detail: step.error }), output, { TOKEN: 'abcdefgh' });
    assert.deepEqual([found?.marked, found?.shell], ['nosuch', 4]);
    const lines = (found?.message ?? '').split('\n');
    assert.equal(lines.length, 11);
    assert.match(lines[0] ?? '', /^The build failed here: process /);
    assert.deepEqual(lines.slice(-3), ['line 29', '/bin/sh: nosuch: not found', 'token=***']);
  });

  it('stand at an image that could not be had, and nowhere for what is not of the file', () => {
    const graph = new BuildGraph();
    graph.add({ kind: 'step', step: { ...step, name: '[internal] load metadata for docker.io/library/debian:latest', error: 'no' } });
    const request = textRequest(text);
    const refused = failure('registryUnreachable', { registry: 'docker.io', detail: 'no' });
    const placed = placeFailure(parseDockerfile(text), { graph, request, number: 4 }, refused);
    assert.equal(placed && text.slice(placed.mark.range.start, placed.mark.range.end), 'debian');
    for (const error of [failure('cancelled', { operation: 'build' }), failure('connectionLost', { operation: 'build' }), new Error('x')])
      assert.equal(placeFailure(parseDockerfile(text), { graph, request, number: 4 }, error), undefined);
  });

  it('stand at the image that was refused, though others that were looked up beside it have failed too', () => {
    const file = 'FROM local AS one\nFROM 127.0.0.1:1/nothing:1 AS two\n';
    const lookup = (id: string, image: string, error: string) => ({ kind: 'step' as const, step: { ...step, id, name: `[internal] load metadata for ${image}`, error } });
    const both = [lookup('l', 'docker.io/library/local:latest', 'no such host'), lookup('n', '127.0.0.1:1/nothing:1', 'connection refused')];
    for (const events of [both, both.toReversed()]) for (const error of [failure('registryUnreachable', { registry: '127.0.0.1:1', detail: 'connection refused' }), failure('notFound', { what: 'image', name: '127.0.0.1:1/nothing:1' })]) {
      const graph = new BuildGraph();
      for (const event of events) graph.add(event);
      const placed = placeFailure(parseDockerfile(file), { graph, request: textRequest(file), number: 4 }, error);
      assert.equal(placed && file.slice(placed.mark.range.start, placed.mark.range.end), '127.0.0.1:1/nothing:1');
    }
  });

  it('say that a builder knows no here-documents', () => {
    const file = 'FROM debian\nRUN <<EOF\necho one\nEOF\n';
    const error = failure('buildFailed', { step: '', detail: 'dockerfile parse error line 3: unknown instruction: ECHO', line: 3 });
    const placed = placeFailure(parseDockerfile(file), { graph: new BuildGraph(), number: 4, request: textRequest(file) }, error);
    assert.equal(placed?.mark.message.split('\n').at(-1), 'This builder knows no here-documents (<<).');
  });

  describe('of warnings', () => {
    const warning = (message: string, firstLine?: number): BuildWarning => ({ message, detail: [], url: 'https://docs.docker.com/x', firstLine, lastLine: firstLine });
    const marks = (file: string, warnings: readonly BuildWarning[], configuration = defaultConfiguration): readonly string[] =>
      warningMarks(parseDockerfile(file), warnings, configuration).map((one) => `${one.rule?.name ?? ''} «${file.slice(one.range.start, one.range.end)}» ${one.message}`);

    it('leave out what the linter shows at the same line', () => {
      assert.deepEqual(marks(text, [warning('MaintainerDeprecated: Maintainer instruction is deprecated (line 5)', 5)]), []);
      assert.deepEqual(marks(text, [warning('MaintainerDeprecated: Maintainer instruction is deprecated (line 2)', 2)]), ['MaintainerDeprecated «RUN make one» Maintainer instruction is deprecated']);
    });

    it('leave out what somebody silenced', () => {
      const silent = warning('MaintainerDeprecated: x (line 2)', 2);
      assert.deepEqual(marks(text, [silent], { ...defaultConfiguration, ignored: ['DL4000'] }), []);
      assert.deepEqual(marks(`# hadolint global ignore=DL4000\n${text}`, [silent]), []);
    });

    it('show what the linter does not know, and nothing without a line', () => {
      assert.deepEqual(marks(text, [warning('RuleOfTomorrow: something (line 3)', 3), warning('plain words', 1), warning('NoLine: x'), warning('Far: x', 99)]), [
        'RuleOfTomorrow «RUN make two &&» something',
        ' «FROM debian AS build» plain words',
      ]);
    });
  });
});
