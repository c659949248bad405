import assert from 'node:assert/strict';
import { formatShare, type HistoryStep, shareOf, stepsOfBase } from '../../../src/core/history';
import { historyDockerfile, readStep, stepLabel } from '../../../src/core/history-dockerfile';
import { parseDockerfile } from '../../../src/dockerfile/parse';

const step = (createdBy: string, size = 0, comment = ''): HistoryStep => ({ createdBy, size, created: 0, comment });
const written = (createdBy: string, shell?: string): string => {
  const { keyword, text } = readStep(createdBy, shell);
  return keyword === undefined ? `? ${text}` : `${keyword} ${text}`;
};

describe('a step of a history', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
    ['/bin/sh -c #(nop)  CMD ["/bin/sh" "-c" "echo \\"hi\\""]', 'CMD echo "hi"'],
    ['ENTRYPOINT ["tini" "--" "a b"]', 'ENTRYPOINT ["tini", "--", "a b"]'],
    ['/bin/sh -c #(nop) ADD file:ab12 in / ', 'ADD file:ab12 /'],
    ['/bin/sh -c #(nop) COPY --chown=1:1 multi:0f in /app/', 'COPY --chown=1:1 multi:0f /app/'],
    ['/bin/sh -c make', 'RUN make'],
    ['|2 A=x y B=z /bin/sh -c make all', 'RUN make all'],
    ['RUN |1 A=b /bin/sh -c make # buildkit', 'RUN make'],
    ['RUN /bin/sh -c a &&     b "c   d"\t\te # buildkit', 'RUN a && \\\n    b "c   d" \\\n    e'],
    ['RUN /bin/sh -c echo "never   ended # buildkit', 'RUN echo "never   ended'],
    ['RUN /bin/sh -c set -e\necho hi\n # buildkit', 'RUN <<EOF\nset -e\necho hi\nEOF'],
    ['RUN /bin/sh -c a\nEOF\nb # buildkit', 'RUN <<EOF_\na\nEOF\nb\nEOF_'],
    ['RUN /bin/sh -c cat <<EOF > /a\nx\nEOF # buildkit', 'RUN cat <<EOF > /a\nx\nEOF'],
    ['COPY --chown=1:1 f /w/ # buildkit', 'COPY --chown=1:1 f /w/'],
    ['COPY <<EOF /x # buildkit', 'COPY <<EOF /x\nEOF'],
    ['EXPOSE map[443/tcp:{} 80/tcp:{}]', 'EXPOSE 443/tcp 80/tcp'],
    ['EXPOSE 80', 'EXPOSE 80'],
    ['VOLUME [/data /x]', 'VOLUME ["/data", "/x"]'],
    ['ENV A=b c D=e "q"', 'ENV A="b c" \\\n    D="e \\"q\\""'],
    ['ENV PATH=/usr/bin:/bin', 'ENV PATH=/usr/bin:/bin'],
    ['LABEL maintainer=A B <a@b.c>', 'LABEL maintainer="A B <a@b.c>"'],
    ['SHELL [/bin/bash -o pipefail -c]', 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]'],
    ['HEALTHCHECK &{["CMD-SHELL" "curl -f http://x || exit 1"] "30s" "3s" "0s" "0s" \'\\x03\'}', 'HEALTHCHECK --interval=30s --timeout=3s --retries=3 CMD curl -f http://x || exit 1'],
    ['HEALTHCHECK &{["CMD" "a" "b c"] "0s" "0s" "5s" "0s" \'\\n\'}', 'HEALTHCHECK --start-period=5s --retries=10 CMD ["a", "b c"]'],
    ['HEALTHCHECK &{["NONE"] "0s" "0s" "0s" "0s" \'\\x00\'}', 'HEALTHCHECK NONE'],
    ['WORKDIR /app', 'WORKDIR /app'],
    ["# debian.sh --arch 'amd64' out/", "? # debian.sh --arch 'amd64' out/"],
    ['sh', '? sh'],
    ['CMD', 'CMD '], ['RUN', 'RUN '], ['CMDS x', '? CMDS x'], ['USERme', '? USERme'], ['USER\tme', 'USER me'], ['xUSER me', '? xUSER me'],
    ['cmd /S /C #(nop) USER me', 'USER me'], ['cmd /S /C dir', 'RUN dir'], ['powershell -Command dir', 'RUN dir'], ['/bin/sh -c #(nop) ', '? '],
    ['RUN /bin/sh -c a \t\tb # buildkit', 'RUN a \\\n    b'], ['RUN /bin/sh -c a\\   b # buildkit', 'RUN a\\  \\\n    b'], ["RUN /bin/sh -c echo 'a  b'  c # buildkit", "RUN echo 'a  b' \\\n    c"],
    ["RUN /bin/sh -c echo 'a\\'  c # buildkit", "RUN echo 'a\\' \\\n    c"], ['RUN /bin/sh -c echo "a\\"  b"  c # buildkit', 'RUN echo "a\\"  b" \\\n    c'],
    ['ENTRYPOINT ["a\\x41\\u00e9\\U0001f600\\n\\t\\q\\\\"]', 'ENTRYPOINT ["aAé😀\\n\\tq\\\\"]'],
    ['HEALTHCHECK &{["CMD" "a"] "0s" "0s" "0s" "0s" \'\\x10\'}', 'HEALTHCHECK --retries=16 CMD ["a"]'],
    ['', '? '],
  ];
  for (const [from, to] of cases) it(JSON.stringify(from), () => assert.equal(written(from), to));

  it('takes away the shell that SHELL has set', () => {
    assert.equal(written('RUN /bin/bash -o pipefail -c a | b # buildkit', '/bin/bash -o pipefail -c'), 'RUN a | b');
  });

  it('has one line for a row', () => {
    assert.equal(stepLabel('RUN /bin/sh -c a &&     b # buildkit'), 'RUN a && b');
  });

  it('ends for any text in little time', () => {
    for (const text of ['/bin/sh -c #(nop) ENV '.repeat(2_000), `RUN ${'  \''.repeat(20_000)}`, `HEALTHCHECK &{[${'"a" '.repeat(20_000)}`, `|9 ${' '.repeat(50_000)}`]) {
      assert.equal(typeof written(text), 'string');
    }
  });
});

describe('a Dockerfile from a history', () => {
  const base = [step('ADD rootfs.tar / # buildkit', 5_000_000), step('CMD ["sh"]')];
  const steps = [...base, step('SHELL [/bin/bash -c]'), step('RUN /bin/bash -c make # buildkit', 1_000), step('sh', 20, 'by hand\nFROM evil'), step('USER me')];

  it('begins with its base, says what it is, and can be parsed', () => {
    const text = historyDockerfile('app:1', steps, { name: 'alpine:3', id: 'x', steps: 2 });
    assert.match(text, /^# Reconstructed from the history of app:1\. This is not the Dockerfile/);
    const { instructions } = parseDockerfile(text);
    assert.deepEqual(instructions.map(({ keyword }) => keyword), ['FROM', 'SHELL', 'RUN', 'USER']);
    assert.match(text, /\nFROM alpine:3\n/);
    assert.match(text, /# 1kB\nRUN make\n/);
    assert.match(text, /# Not a Dockerfile instruction: sh · 20B · by hand FROM evil\n/);
  });

  it('begins from scratch without one', () => {
    assert.match(historyDockerfile('app:1', steps), /\nFROM scratch\n\n# 5MB\nADD rootfs\.tar \/\n\nCMD \["sh"\]\n/);
  });

  it('counts the steps of a base only when all of them come first', () => {
    assert.equal(stepsOfBase(base, steps), 2);
    assert.equal(stepsOfBase(steps, steps), 0);
    assert.equal(stepsOfBase([step('other')], steps), 0);
    assert.equal(stepsOfBase([], steps), 0);
  });

  it('says shares for people', () => {
    assert.deepEqual([formatShare(0), formatShare(0.001), formatShare(0.376), formatShare(1)], ['', '< 1 %', '38 %', '100 %']);
    assert.equal(shareOf(steps[1]!, steps), 0);
    assert.ok(shareOf(steps[0]!, steps) > 0.99);
  });
});
