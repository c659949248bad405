import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import type { ShellScript } from '../../../../src/dockerfile/shell/shell-script';
import { isStraightLine, isUnanswered } from '../../../../src/dockerfile/shell/straight-line';

const scriptOf = (command: string, shell = ''): ShellScript => {
  const script = parseDockerfile(`FROM debian:12\n${shell}RUN ${command}\n`).instructions.at(-1)?.script;
  assert.ok(script !== undefined, command);
  return script;
};

describe('a straight line of commands', () => {
  for (const command of ['a', 'a && b', 'a; b', 'a | b && c', 'set -eux; a', 'set -e -o pipefail; a', 'a <<< x', 'echo PATH=x', 'echo PATH && a', 'export A=PATH', 'A=b c', 'a > b']) {
    it(`is ${command}`, () => assert.equal(isStraightLine(scriptOf(command)), true));
  }
  for (const command of [
    'a || b', '! a', 'a &', '(a)', '{ a; }', 'if a; then b; fi', 'for a in b; do c; done', 'f() { a; }', 'a; exit', 'exec a', 'set +e; a', 'set -f', 'export PATH=/x; a', 'export PATH', 'PATH=/x; a', '$A', 'time a', '. a',
    'a && (b) && c', 'a | { b; }', 'unset A', 'a "',
  ]) it(`is not ${command}`, () => assert.equal(isStraightLine(scriptOf(command)), false));
});

describe('a command that nothing answers', () => {
  const asking = (command: string, shell = ''): boolean => {
    const script = scriptOf(command, shell);
    const install = script.commands.find(({ name }) => name === 'install');
    assert.ok(install !== undefined);
    return isUnanswered(script, install);
  };
  const bash = (options: string): string => `SHELL ["/bin/bash", "${options}"]\n`;
  const cases: readonly (readonly [command: string, isUnanswered: boolean, shell?: string])[] = [
    ['install', true], ['a && install && b', true], ['install > log', true],
    ['yes | install', false], ['yes |& install', false, bash('-c')], ['install | cat', false], ['install |& cat', false, bash('-c')], ['install < answers', false], ['install <<< y', false],
    ['install; b', false], ['set -e; install; b', true], ['set -eux; install; b', true], ['set -x; install; b', false],
    ['install; set -e; b', false], ['install; b && set -e', false],
    ['install; b', true, bash('-ec')], ['install; b', true, bash('-xec')], ['install; b', false, bash('-xc')],
    ['a || install', false], ['! install', false], ['a $(install)', false], ['(install)', false],
  ];
  for (const [command, expected, shell] of cases) {
    it(`is ${expected ? '' : 'not '}in ${command}${shell === undefined ? '' : ` by ${shell.trim()}`}`, () => assert.equal(asking(command, shell), expected));
  }
});
