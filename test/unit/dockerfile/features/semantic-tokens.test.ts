import assert from 'node:assert/strict';
import fc from 'fast-check';
import { semanticTokens } from '../../../../src/dockerfile/features/semantic-tokens';
import type { TokenType } from '../../../../src/dockerfile/features/token';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { fuzzed } from '../fuzzed-text';

/** The coloured pieces of a text, `type:text`. */
function tokens(text: string): string[] {
  return semanticTokens(parseDockerfile(text)).map(({ start, end, type }) => `${type}:${text.slice(start, end)}`);
}

/** Those of one type. */
function only(type: TokenType, text: string): string[] {
  return tokens(text).flatMap((token) => (token.startsWith(`${type}:`) ? [token.slice(type.length + 1)] : []));
}

describe('the colours of a Dockerfile', () => {
  it('tell stages from images, and tags from names', () => {
    assert.deepEqual(tokens('ARG V=1\nFROM --platform=linux/amd64 ghcr.io/a/b:$V-x AS one\nFROM one\nFROM c@sha256:0'), [
      'keyword:ARG', 'variable:V',
      'keyword:FROM', 'parameter:--platform', 'class:ghcr.io/a/b', 'variable:$V', 'enumMember:-x', 'keyword:AS', 'namespace:one',
      'keyword:FROM', 'namespace:one',
      'keyword:FROM', 'class:c', 'enumMember:sha256:0',
    ]);
    assert.deepEqual(tokens('FROM a AS one\nFROM b\nCOPY --from=one x y\nCOPY --from=c:1 x y\nRUN --mount=type=bind,from=one x').slice(6), [
      'keyword:COPY', 'parameter:--from', 'namespace:one', 'keyword:COPY', 'parameter:--from', 'class:c', 'enumMember:1',
      'keyword:RUN', 'parameter:--mount', 'namespace:one', 'function:x',
    ]);
  });

  it('follow comments, directives, values, ports and the exec form', () => {
    assert.deepEqual(tokens('# escape=`\n# a\nFROM a'), ['comment:# ', 'macro:escape', 'string:`', 'comment:# a', 'keyword:FROM', 'class:a']);
    assert.deepEqual(tokens('ENV A="b $C" D=\'$e\' F=${G:-h}'), ['keyword:ENV', 'variable:A', 'string:"b ', 'variable:$C', 'string:"', 'variable:D', "string:'$e'", 'variable:F', 'variable:${G:-h}']);
    assert.deepEqual(tokens('ENV a the $rest'), ['keyword:ENV', 'variable:a', 'variable:$rest']);
    assert.deepEqual(tokens('LABEL a.b="c"'), ['keyword:LABEL', 'property:a.b', 'string:"c"']);
    assert.deepEqual(tokens('EXPOSE 80/tcp 90-91 $P'), ['keyword:EXPOSE', 'number:80', 'number:90', 'number:91', 'variable:$P']);
    assert.deepEqual(tokens('CMD ["a", "$b"]'), ['keyword:CMD', 'string:"a"', 'string:"$b"']);
    assert.deepEqual(tokens('COPY ["a$b", "c"]'), ['keyword:COPY', 'string:"a', 'variable:$b', 'string:"', 'string:"c"']);
    assert.deepEqual(tokens('HEALTHCHECK --timeout=3s CMD a\nONBUILD USER $b\nHEALTHCHECK NONE'), [
      'keyword:HEALTHCHECK', 'parameter:--timeout', 'keyword:CMD', 'function:a', 'keyword:ONBUILD', 'keyword:USER', 'variable:$b', 'keyword:HEALTHCHECK', 'keyword:NONE',
    ]);
    assert.deepEqual(tokens('NONSENSE a'), []);
  });

  it('go into the shell of RUN', () => {
    assert.deepEqual(tokens('RUN A=1 apt-get install -y --opt="$x" curl=1 && ! cd /x || echo "a $(b -c) `d`" > $e 2>&1; # end').slice(1), [
      'variable:A', 'function:apt-get', 'parameter:-y', 'parameter:--opt', 'string:"', 'variable:$x', 'string:"', 'operator:&&', 'operator:!', 'function:cd',
      'operator:||', 'function:echo', 'string:"a ', 'operator:$(', 'function:b', 'parameter:-c', 'operator:)', 'string: ', 'operator:`', 'function:d', 'operator:`', 'string:"',
      'operator:> ', 'variable:$e', 'operator:2>&', 'operator:;', 'comment:# end',
    ]);
    assert.deepEqual(only('keyword', 'RUN if a; then b; elif c; then d; else e; fi; for i in 1 2; do f; done; case $x in y) z;; esac; { g; }').slice(1), [
      'if', 'then', 'elif', 'then', 'else', 'fi', 'for', 'in', 'do', 'done', 'case', 'in', 'esac', '{', '}',
    ]);
    assert.deepEqual(only('function', 'RUN f() { g; }; [ -f a ] && time h; $i j'), ['f', 'g', '[', ']', 'h']);
    assert.deepEqual(only('function', 'RUN echo if then # done'), ['echo']);
    assert.deepEqual(only('keyword', 'RUN echo if then # done'), ['RUN']);
  });

  it('pass over continuations and the comments between', () => {
    assert.deepEqual(tokens('RUN a "b \\\n  # c\n  d" && \\\r\n  e \\\n# f\n'), ['keyword:RUN', 'function:a', 'string:"b ', 'comment:# c', 'string:  d"', 'operator:&&', 'function:e', 'comment:# f']);
    assert.deepEqual(tokens('FR\\\nOM a'), ['keyword:FR', 'keyword:OM', 'class:a']);
  });

  it('follow here-documents', () => {
    assert.deepEqual(tokens('RUN <<EOF\n# c\na "$b"\nEOF\nUSER x'), ['keyword:RUN', 'operator:<<', 'keyword:EOF', 'comment:# c', 'function:a', 'string:"', 'variable:$b', 'string:"', 'keyword:EOF', 'keyword:USER']);
    assert.deepEqual(tokens('RUN python <<EOF\nx = "$b"\nEOF'), ['keyword:RUN', 'function:python', 'operator:<<', 'keyword:EOF', 'string:x = "', 'variable:$b', 'string:"', 'keyword:EOF']);
    assert.deepEqual(tokens('RUN bash <<-EOF\n\ta && b\n\tEOF'), ['keyword:RUN', 'function:bash', 'operator:<<-', 'keyword:EOF', 'function:a', 'operator:&&', 'function:b', 'keyword:EOF']);
    assert.deepEqual(tokens('COPY <<EOF <<"RAW" /x\na $b\r\nEOF\nc $d\nRAW'), [
      'keyword:COPY', 'operator:<<', 'keyword:EOF', 'operator:<<', 'keyword:"RAW"', 'string:a ', 'variable:$b', 'keyword:EOF', 'string:c $d', 'keyword:RAW',
    ]);
    assert.deepEqual(tokens('RUN <<EOF\n#!/usr/bin/env python3\nimport x # y\nEOF').slice(1), ['operator:<<', 'keyword:EOF', 'comment:#!/usr/bin/env python3', 'comment:# y', 'keyword:EOF']);
  });

  it('tell little of other shells', () => {
    assert.deepEqual(tokens('SHELL ["pwsh"]\nRUN Get-Item -Path "C:\\x" | foo $env:Y').slice(2), ['keyword:RUN', 'function:Get-Item', 'parameter:-Path', 'string:"C:\\x"', 'operator:|', 'variable:$env:Y']);
  });

  it('can be asked for a part', () => {
    const text = 'FROM a\n# one\nRUN b\n# two\nUSER $c\n';
    const part = semanticTokens(parseDockerfile(text), { start: text.indexOf('RUN'), end: text.indexOf('RUN') + 4 });
    assert.deepEqual(part.map(({ start, end }) => text.slice(start, end)), ['RUN', 'b']);
  });

  it('are in order, apart and on one line, for any text', () => {
    fc.assert(
      fc.property(fuzzed, (text) => {
        let last = 0;
        for (const { start, end } of semanticTokens(parseDockerfile(text))) {
          assert.ok(start >= last && start < end && end <= text.length);
          assert.ok(!text.slice(start, end).includes('\n'));
          last = end;
        }
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500), seed: Number(process.env['FUZZ_SEED'] ?? 1) },
    );
  });
});
