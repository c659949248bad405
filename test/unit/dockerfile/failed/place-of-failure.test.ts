import assert from 'node:assert/strict';
import { type FailedBuild, placeOfFailure } from '../../../../src/dockerfile/failed/place-of-failure';
import { parseDockerfile } from '../../../../src/dockerfile/parse';

/** What is marked of a Dockerfile; `nowhere` where nothing is. */
function marked(text: string, failed: Partial<FailedBuild>): string {
  const place = placeOfFailure(parseDockerfile(text), { step: '', detail: '', ...failed });
  if (!place) return 'nowhere';
  const line = text.slice(0, place.range.start).split('\n').length;
  return `${String(line)}: ${text.slice(place.range.start, place.range.end)}`;
}

describe('place of a failure', () => {
  describe('names of steps', () => {
    const text = 'ARG V=1\nFROM debian AS build\nRUN make\nRUN make\nFROM build\nWORKDIR /w\nCOPY ${A}/x $B /\nRUN make\nFROM scratch AS out\nCOPY --from=build /a /a\nCOPY --from=build /a /a\n';
    const rows: readonly (readonly [step: string, expected: string])[] = [
      ['[build 2/3] RUN make', '3: RUN make'],
      ['[build 3/3] RUN make', '4: RUN make'],
      ['[linux/arm64 build 3/3] RUN make', '4: RUN make'],
      ['[linux/amd64->arm64 build 3/3] RUN make', '4: RUN make'],
      ['[linux/arm/v7 stage-1 3/3] RUN make', '8: RUN make'],
      ['[stage-1 1/3] WORKDIR /w', '6: WORKDIR /w'],
      ['[stage-1 2/3] COPY dist/x lib /', '7: COPY ${A}/x $B /'],
      ['[out 2/2] COPY --from=build /a /a', '11: COPY --from=build /a /a'],
      ['[BUILD 2/3] RUN make', '3: RUN make'],
      ['[build 2/3] RUN ma...', '3: RUN make'],
      // A trigger of debian.
      ['[build 2/4] RUN from-the-base', '2: debian'],
      ['[build 4/4] ONBUILD RUN from-the-base', '2: debian'],
      ['[nowhere 2/3] RUN make', 'nowhere'],
      ['[internal] load build context', 'nowhere'],
      ['exporting to image', 'nowhere'],
      ['Step 4/11 : RUN make', '4: RUN make'],
      ['Step 8/11 : RUN make', '8: RUN make'],
      ['Step 8/11 : RUN other', 'nowhere'],
      ['[1/3] STEP 3/3: RUN make', '4: RUN make'],
      ['[2/3] STEP 4/4: RUN make', '8: RUN make'],
      ['', 'nowhere'],
    ];
    for (const [step, expected] of rows) it(step || 'none', () => assert.equal(marked(text, { step }), expected));
  });

  describe('what shells and programs print', () => {
    const text = [
      'FROM debian',
      'RUN set -e; \\',
      '    apt-get update && \\',
      '    apt-get install -y curl nosuchpackage && \\',
      '    curl -fsSL https://a.example/x -o /x && \\',
      '    curl -fsSL https://b.example/y -o /y && \\',
      '    make -C /src all && \\',
      '    npm ci && \\',
      '    /usr/bin/python3 setup.py',
      '',
    ].join('\n');
    const rows: readonly (readonly [output: string, code: number, expected: string])[] = [
      ['Reading package lists...\nE: Unable to locate package nosuchpackage\n', 100, '4: apt-get install -y curl nosuchpackage'],
      ["make: *** No rule to make target 'all'.  Stop.\n", 2, '7: make -C /src all'],
      ['make: Entering directory \'/src\'\nmake[1]: *** [Makefile:3: x] Error 1\nmake: *** [Makefile:3: all] Error 2\n', 2, '7: make -C /src all'],
      ['npm ERR! code ENOENT\nnpm ERR! path /package.json\n', 254, '8: npm ci'],
      ['/bin/sh: 1: /usr/bin/python3: not found\n', 127, '9: /usr/bin/python3 setup.py'],
      // Two of them: what is told is not enough.
      ['curl: (22) The requested URL returned error: 404\n', 22, '2: RUN set -e;'],
      ['\u001b[91mmake: *** [all] Error 2\u001b[0m\n', 2, '7: make -C /src all'],
      ['10%\r50%\rmake: *** [all] Error 2\n', 2, '7: make -C /src all'],
      // A program that is not there ends with 127, so this one went on.
      ['/bin/sh: 1: make: not found\n', 3, '2: RUN set -e;'],
      ['', 1, '2: RUN set -e;'],
    ];
    for (const [output, code, expected] of rows)
      it(output.trim() || 'nothing', () => assert.equal(marked(text, { step: `[2/2] ${text.split('\n').slice(1).join(' ').replaceAll('\\ ', '')}`, detail: `process "/bin/sh -c …" did not complete successfully: exit code: ${String(code)}`, output }), expected));
  });

  it('counts lines as each shell does', () => {
    const text = 'FROM debian\nRUN <<EOF\necho one\nmake\necho two\nmake\nEOF\n';
    for (const [output, expected] of [
      ['/bin/sh: 4: make: not found', '6: make'],
      ['/bin/bash: line 4: make: command not found', '6: make'],
      // Counted from 0.
      ['/bin/bash: line 3: make: command not found', '6: make'],
      ['/bin/sh: 2: make: not found', '4: make'],
      ['zsh:2: command not found: make', '4: make'],
      ['/bin/sh: 3: some thing', '5: echo two'],
      ['/bin/sh: 99: some thing', '2: RUN <<EOF'],
      ['make: not found', '2: RUN <<EOF'],
    ] as const)
      assert.equal(marked(text, { step: '[2/2] RUN <<EOF (echo one...)', detail: 'exit code: 127', output }), expected, output);
  });

  it('takes of equal commands the one whose turn it was', () => {
    const text = 'FROM debian\nRUN set -x && \\\n  make "$A" && \\\n  make $B && \\\n  make\n';
    const at = (output: string): string => marked(text, { step: '[2/2] RUN set -x &&   make "$A" &&   make $B &&   make', detail: 'exit code: 1', output });
    assert.equal(at('+ make a\n+ make b\n+ make\n'), '5: make');
    assert.equal(at("+ make 'a b'\n"), '3: make "$A"');
  });

  it('says nothing of lines that the file does not have', () => {
    for (const line of [-1, 0, 99, Number.NaN]) assert.equal(marked('FROM x\n', { line, detail: 'dockerfile parse error' }), 'nowhere');
    assert.equal(marked('', { line: 1 }), '1: ');
    assert.equal(marked('\n# nothing\n', { line: 2, detail: 'x' }), '2: # nothing');
  });

  it('takes time linear in what is printed and in the RUN', () => {
    const long = `FROM debian\nRUN ${'make a && '.repeat(3_000)}make b\n`;
    const output = `${'+ make '.repeat(200_000)}\n`.repeat(3) + '/bin/sh: '.repeat(100_000);
    assert.ok(marked(long, { step: '[2/2] RUN make', detail: 'exit code: 1'.repeat(10_000), output, line: 2 }));
  });
});
