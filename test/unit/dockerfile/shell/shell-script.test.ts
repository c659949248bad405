import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { parseShell } from '../../../../src/dockerfile/shell/parse-shell';
import type { ShellScript } from '../../../../src/dockerfile/shell/shell-script';

function scriptOf(text: string): ShellScript {
  const script = parseDockerfile(text).instructions.at(-1)?.script;
  assert.ok(script !== undefined);
  return script;
}

function commandsOf(shell: string): readonly (readonly [string, ...string[]])[] {
  return parseShell(shell).commands.map(({ name, words }) => [name, ...words.map(({ value }) => value)] as const);
}

describe('shell text', () => {
  it('has every simple command in the order of the text', () => {
    assert.deepEqual(
      commandsOf('a 1 && { b; } | (c) || if d; then e; else f; fi; for x in $(g); do h; done; case $(i) in *) j;; esac; k() { l; }; m "$(n `o`)" <(p)').map(
        ([name]) => name,
      ),
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'l', 'm', 'n', 'o', 'p'],
    );
  });

  it('knows which words no variable and no command changes', () => {
    const words: readonly (readonly [word: string, isStatic: boolean])[] = [
      ['a', true], ["'$a'", true], ["a'$b'", true], ["a'$b'c*", true], ["?'`'[x]", true], ["$'a'", true], [`"a"'$b'`, true], ['\\$a', true], ['a\\`b', true],
      ['$a', false], ['a$b', false], ["'a'$b", false], ['"$a"', false], ['"a"$b', false], ['`a`', false], ['$(a)', false], ['a"b$(c)"', false], ['$((1))', false],
    ];
    for (const [word, isStatic] of words) assert.equal(parseShell(`echo ${word}`).commands[0]?.words[0]?.isStatic, isStatic, word);
  });

  it('is not read where a line opens more here-documents than anybody writes', () => {
    const many = (count: number): string => `cat${' <<A'.repeat(count)}\n`;
    assert.equal(parseShell(many(500)).commands.length, 1);
    assert.equal(parseShell(many(501)).commands.length, 0);
    assert.equal(parseShell('cat <<A\nb\nA\n'.repeat(600)).commands.length, 600);
  });

  it('says what stands around a command', () => {
    const places = parseShell('a && b || ! c | d; e & f $(g; h)').commands.map(({ name, place }) => [
      name,
      place.before,
      place.after,
      place.depth,
      place.statement,
      place.negated,
      place.substituted,
    ]);
    assert.deepEqual(places, [
      ['a', '', '&&', 0, 0, false, false],
      ['b', '&&', '||', 0, 0, false, false],
      ['c', '||', '|', 0, 0, true, false],
      ['d', '|', ';', 0, 0, true, false],
      ['e', ';', '&', 0, 1, false, false],
      ['f', '&', '', 0, 2, false, false],
      ['g', '', ';', 1, 2, false, true],
      ['h', ';', '', 1, 2, false, true],
    ]);
  });

  it('knows what is said literally and what only the build knows', () => {
    const [command] = parseShell(`"a"b 'c d' e\\ f "$g" h*`).commands;
    assert.equal(command?.name, 'ab');
    assert.deepEqual(
      command.words.map(({ value, isStatic }) => [value, isStatic]),
      [
        ['c d', true],
        ['e f', true],
        ['$g', false],
        ['h*', true],
      ],
    );
    assert.equal(parseShell('$X install').commands[0]?.name, '');
    assert.deepEqual(parseShell('A=1 B="2 3" c').commands[0]?.assignments.map(({ name }) => name), ['A', 'B']);
  });

  it('finds flags in clusters, behind one dash or two, and their values', () => {
    const command = parseShell('tar -xzf a.tgz --directory=/x -C/y -o z --strip 1 b -- -c').commands[0]!;
    assert.ok(command.hasFlag('z') && command.hasFlag('q', 'directory') && command.hasFlag('C'));
    assert.ok(!command.hasFlag('d') && !command.hasFlag('dir'));
    assert.equal(command.flagValue('directory'), '/x');
    assert.equal(command.flagValue('C'), '/y');
    assert.equal(command.flagValue('f'), 'a.tgz');
    assert.equal(command.flagValue('o'), 'z');
    assert.equal(command.flagValue('q'), undefined);
    assert.deepEqual(command.operands('f', 'o', 'strip').map(({ value }) => value), ['b', '-c']);
  });

  it('finds the place in the file through continuations, comments and CRLF', () => {
    const text = 'FROM a\r\nRUN apt-get update && \\\r\n    # tools\r\n    apt-get install \\\r\n\tcu"rl" \\\r\n\twget\r\n';
    const script = scriptOf(text);
    const install = script.named('apt-get')[1]!;
    const placed = install.words.map((word) => {
      const { start, end } = script.rangeOf(word);
      return text.slice(start, end);
    });
    assert.deepEqual(placed, ['install', 'cu"rl"', 'wget']);
  });

  it('reads here-documents that a shell reads, and no others', () => {
    const body = (line: string, inner: string): (string | undefined)[] => {
      const text = `FROM a\nRUN ${line}\n${inner}\nEOF\n`;
      const script = scriptOf(text);
      return script.commands.map((command) => {
        const { start } = script.rangeOf(command.nameWord ?? command);
        assert.equal(text.startsWith(command.name, start), true, command.name);
        return command.name;
      });
    };
    assert.deepEqual(body('<<EOF', 'a\nb | c'), ['a', 'b', 'c']);
    assert.deepEqual(body('bash -e <<EOF', 'a && \\\n b'), ['bash', 'a', 'b']);
    assert.deepEqual(body('cat <<EOF > x && y', 'sudo rm'), ['cat', 'y']);
    assert.deepEqual(body('<<EOF', '#!/bin/bash\na'), ['a']);
    assert.deepEqual(body('<<EOF', '#!/usr/bin/env python3\nimport os'), []);
    assert.deepEqual(body('python3 <<EOF', 'import os'), ['python3']);
  });

  it('is not read as shell where cmd or PowerShell reads it', () => {
    const script = scriptOf('FROM a\nSHELL ["C:\\\\Windows\\\\PowerShell.EXE", "-Command"]\nRUN $x = (a); if (b) { c }');
    assert.equal(script.shell.kind, 'powershell');
    assert.deepEqual([script.commands, script.errors], [[], []]);
  });

  it('tells where it is broken and gives what can be read', () => {
    const { commands, errors } = parseShell('a && echo "b');
    assert.equal(commands[0]?.name, 'a');
    assert.ok(errors.length > 0);
    assert.deepEqual(parseShell('').commands, []);
  });

  it('is parsed once for equal texts', () => {
    assert.equal(parseShell('a b c'), parseShell('a b c'));
    const [one, two] = parseDockerfile('FROM a\nRUN same\nRUN same').stages[0]!.named('RUN');
    assert.equal(one?.script?.commands, two?.script?.commands);
  });
});
