import assert from 'node:assert/strict';
import { defaultConfiguration, type LintConfiguration } from '../../../src/dockerfile/configuration';
import { applyEdits } from '../../../src/dockerfile/edits';
import type { Finding } from '../../../src/dockerfile/finding';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { readShellCheckOutput, shellCheckFindings, shellCheckTasks, type ShellCheckComment } from '../../../src/dockerfile/shellcheck';
import { Suppression } from '../../../src/dockerfile/suppression';

/** A remark about `words`, as ShellCheck would place it in the script of the only RUN. */
function remark(text: string, words: string, code: number, quoted = false): ShellCheckComment {
  const [task] = shellCheckTasks(parseDockerfile(text));
  assert.ok(task);
  const before = task.script.text.slice(0, task.script.text.indexOf(words)).split('\n');
  const line = before.length;
  const column = Array.from(before.at(-1) ?? '').length + 1;
  const endColumn = column + Array.from(words).length;
  const at = (place: number): { readonly line: number; readonly column: number; readonly endLine: number; readonly endColumn: number; readonly replacement: string } =>
    ({ line, column: place, endLine: line, endColumn: place, replacement: '"' });
  return { line, column, endLine: line, endColumn, code, level: 'info', message: 'Remark.', replacements: quoted ? [at(column), at(endColumn)] : [] };
}

function findings(text: string, comments: readonly ShellCheckComment[], configuration: Partial<LintConfiguration> = {}): Finding[] {
  const file = parseDockerfile(text);
  const whole = { ...defaultConfiguration, ...configuration };
  return shellCheckTasks(file).flatMap((task) => shellCheckFindings(file, task, comments, new Suppression(file, whole), whole));
}

describe('ShellCheck', () => {
  it('gets the scripts of RUN that a shell reads which it knows', () => {
    const shells = (...lines: readonly string[]): string[] => shellCheckTasks(parseDockerfile(lines.join('\n'))).map(({ shell, script }) => `${shell}: ${script.text}`);
    assert.deepEqual(shells('FROM a', 'RUN x', 'CMD y', 'RUN ["z"]', 'ONBUILD RUN t', 'SHELL ["/bin/bash", "-c"]', 'RUN b'), ['sh: x', 'sh: t', 'bash: b']);
    assert.deepEqual(shells('FROM a', '# hadolint shell=ash', 'RUN x', 'RUN <<EOF', '#!/bin/bash', 'y', 'EOF', 'RUN <<EOF', '#!/usr/bin/python', 'EOF'), [
      'dash: x', 'bash: #!/bin/bash\ny\n',
    ]);
    assert.deepEqual(shells('FROM a', 'SHELL ["pwsh", "-c"]', 'RUN x', 'SHELL ["zsh", "-c"]', 'RUN y'), []);
  });

  const continued = 'FROM a\r\nRUN echo 🐳 \\\r\n  # why\r\n  $name \\\r\n && true\r\n';

  it('is placed to the character, over continued lines and characters beyond 16 bits', () => {
    const [finding] = findings(continued, [remark(continued, '$name', 2086)]);
    assert.ok(finding);
    assert.equal(continued.slice(finding.range.start, finding.range.end), '$name');
    assert.deepEqual([finding.names, finding.severity, finding.line], [['SC2086'], 'info', 1]);
  });

  it('offers its fix at the same places', () => {
    const [finding] = findings(continued, [remark(continued, '$name', 2086, true)]);
    assert.ok(finding?.fix);
    assert.equal(applyEdits(continued, finding.fix.edits), continued.replace('$name', '"$name"'));
  });

  it('offers no fix that would replace what is not one piece in the file', () => {
    const text = 'FROM a\nRUN echo $na\\\nme\n';
    const comment = remark(text, '$name', 2086);
    const replaced = { ...comment, replacements: [{ ...comment, replacement: '"$name"' }] };
    assert.equal(findings(text, [replaced])[0]?.fix, undefined);
    assert.equal(findings(text, [comment])[0]?.fix, undefined);
  });

  it('is silenced by comments, configuration and severities', () => {
    const text = 'FROM a\nRUN echo $name\n';
    const comments = [remark(text, '$name', 2086)];
    const above = (comment: string): string => text.replace('RUN', `${comment}\nRUN`);
    assert.equal(findings(text, comments).length, 1);
    assert.equal(findings(above('# hadolint ignore=SC2086'), comments).length, 0);
    assert.equal(findings(above('# hadolint ignore=SC2046'), comments).length, 1);
    assert.equal(findings(`# hadolint global ignore=SC2086\n${text}`, comments).length, 0);
    assert.equal(findings(text, comments, { ignored: ['SC2086'] }).length, 0);
    assert.equal(findings(text, comments, { severities: { SC2086: 'off' } }).length, 0);
    assert.equal(findings(text, comments, { severities: { SC2086: 'error' } })[0]?.severity, 'error');
  });

  it('knows the variables that ARG, ENV and the base image set', () => {
    const text = 'FROM a AS base\nENV one=1\nFROM base\nARG two\nRUN echo $one $two $three $four\nENV four=4\n';
    const comments = ['$one', '$two', '$three', '$four'].map((name) => remark(text, name, 2154));
    const left = (configuration: Partial<LintConfiguration>): string[] =>
      findings(text, comments, configuration).map(({ range }) => text.slice(range.start, range.end));
    assert.deepEqual(left({}), ['$three', '$four']);
    assert.deepEqual(left({ baseImages: { environment: (image) => (image === 'a' ? ['three'] : undefined) } }), ['$four']);
  });

  it('is passed over where it cannot follow a file of the image', () => {
    const text = 'FROM a\nRUN . ./env\n';
    assert.equal(findings(text, [remark(text, './env', 1091)]).length, 0);
  });

  it('is read from its output, whatever that is', () => {
    const place = { line: 1, column: 2, endLine: 1, endColumn: 3 };
    const comment = { file: '-', ...place, level: 'error', code: 1, message: 'm', fix: { replacements: [{ ...place, insertionPoint: 'x', precedence: 1, replacement: 'r' }] } };
    assert.deepEqual(readShellCheckOutput(JSON.stringify({ comments: [comment, { line: 1 }] })), [
      { ...place, level: 'error', code: 1, message: 'm', replacements: [{ ...place, replacement: 'r' }] },
    ]);
    for (const other of ['', 'null', '{}', '[]', '{"comments":1}']) assert.equal(readShellCheckOutput(other), undefined);
  });
});
