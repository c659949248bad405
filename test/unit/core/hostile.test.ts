import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { quoteWord } from '../../../src/core/docker-line';
import { failure } from '../../../src/core/errors';
import { failureReason } from '../../../src/core/failure-reason';
import type { HistoryStep } from '../../../src/core/history';
import { historyDockerfile } from '../../../src/core/history-dockerfile';
import type { ImageDetails } from '../../../src/core/image-details';
import { imageText } from '../../../src/core/image-text';
import { iconFree, linkFree, oneLine, plainLines, readableJson } from '../../../src/core/untrusted';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { describeError } from '../../../src/ui/present';
import { assertHarmlessLine, assertNoLink, hostileTexts } from '../../support/hostile';

const texts = Object.entries(hostileTexts);

describe('hostile names', () => {
  it('make no link, no icon and no second line in messages', () => {
    for (const [what, text] of texts) {
      const message = linkFree(describeError(failure('engineFailed', { operation: 'pull', status: 500, detail: text })).message);
      assertHarmlessLine(message, what);
      assertNoLink(message, what);
      assert.equal(linkFree(message), message, what);
      const status = iconFree(text);
      assert.doesNotMatch(status, /(?<!\\)\$\([\w-]/, what);
      assert.equal(iconFree(status), status, what);
    }
    assert.equal(linkFree('[a](command:b) [c] (d)'), '[a] (command:b) [c] (d)');
  });

  it('stay in their place in every sentence about a failure', () => {
    for (const [what, text] of texts) {
      const failures = [
        failure('engineUnreachable', { tried: [{ address: text, source: text, reason: text }] }), failure('permissionDenied', { address: text }),
        failure('notFound', { what: 'image', name: text, detail: text }), failure('conflict', { name: text, usedBy: [text, text], detail: text }),
        failure('conflict', { name: text, usedBy: [], detail: text }), failure('lastName', { references: [text, text] }),
        failure('unauthorized', { registry: text, detail: text }), failure('forbidden', { registry: text, name: text, detail: text }),
        failure('rateLimited', { registry: text }), failure('rateLimited', { registry: text, retryAt: 1 }), failure('registryUnreachable', { registry: text, detail: text }),
        failure('tlsFailed', { address: text, code: text }), failure('invalidInput', { field: text, value: text, reason: text }),
        failure('unsupported', { operation: text, engine: text }), failure('buildFailed', { step: text, detail: text }), failure('buildFailed', { step: text, line: 3, detail: text }),
        failure('fileFailed', { file: text, code: 'EIO', detail: text }), failure('fileFailed', { file: text, code: 'ENOSPC', detail: text }),
        failure('connectionLost', { operation: text }),
        failure('severalFailed', { operation: text, of: 3, failures: [{ name: text, failure: undefined, reason: text }, { name: text, failure: undefined, reason: text }] }),
        new Error(text),
      ];
      for (const error of failures) {
        assertHarmlessLine(describeError(error).message, `${error.message.slice(0, 30)}, ${what}`, 2_500);
        assertHarmlessLine(failureReason(error), `${error.message.slice(0, 30)}, ${what}`);
      }
    }
  });

  it('cannot write lines of their own into the log, or into a dialog of several lines', () => {
    for (const [what, text] of texts) {
      const lines = plainLines(`first\n${oneLine(text)}\nlast`).split('\n');
      assert.equal(lines.length, 3, what);
      for (const line of lines) assertHarmlessLine(line, what);
    }
  });

  it('are the same text in readable JSON', () => {
    for (const [what, text] of texts) {
      const json = readableJson({ [text]: [text] });
      assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify({ [text]: [text] })), what);
      for (const line of json.trimEnd().split('\n')) if (what !== 'towers of marks') assertHarmlessLine(line, what, 100_000);
    }
  });

  it('are one instruction or one comment each in a reconstructed Dockerfile', () => {
    const step = (createdBy: string, comment = ''): HistoryStep => ({ createdBy, comment, size: 1, created: 0 });
    const end = step('/bin/sh -c #(nop)  STOPSIGNAL SIGTERM');
    const injected = 'x\nUSER root\nRUN evil';
    const forms = ['LABEL a=%', 'ENV A=%', 'USER %', 'WORKDIR %', 'EXPOSE %', 'ENTRYPOINT %', 'CMD %', 'VOLUME %', 'COPY % /x', 'COPY <<EOF %', 'ADD file:ab12 in %', 'MAINTAINER %', 'STOPSIGNAL %', 'ONBUILD %', 'ARG %', 'HEALTHCHECK %',
      'RUN /bin/sh -c %', 'RUN /bin/sh -c cat <<EOF\n%', 'RUN /bin/sh -c cat <<EOF\na\nEOF\n%', '/bin/sh -c #(nop) LABEL %', '|1 A=% /bin/sh -c make', '%'];
    for (const form of forms) {
      for (const [what, text] of [...texts, ['a new instruction', injected], ['a line that goes on', 'x \\'], ['quotes over lines', '"a\nUSER root\n"']] as const) {
        const dockerfile = historyDockerfile(text, [step(form.replace('%', () => text), text), end], { name: text, id: 'x', steps: 0 });
        const { stages } = parseDockerfile(dockerfile);
        // A quote that does not end hides the here-document before it; its end is no instruction either way.
        const words = stages.flatMap(({ instructions }) => instructions.map(({ keyword }) => keyword)).filter((word) => word !== 'EOF');
        const own = /^\w+/.exec(form)?.[0];
        assert.equal(words.shift(), 'FROM');
        assert.ok(words.length <= 2 && words.at(-1) === 'STOPSIGNAL', `${form}, ${what}: ${words.join(' ')}\n${dockerfile.slice(0, 600)}`);
        assert.ok(words.length < 2 || own === undefined || words[0] === own || words[0] === 'RUN' || words[0] === 'LABEL', `${form}, ${what}: ${words.join(' ')}`);
      }
    }
  });

  it('are one line each where two images are compared', () => {
    for (const [what, text] of texts) {
      const details: ImageDetails = {
        id: text, tags: [text], digests: [text], platform: text, created: 1, size: 1, author: text, comment: text, builtWith: text, user: text, workingDirectory: text,
        entrypoint: [text], command: [text], environment: [text], ports: [text], volumes: [text], labels: { [text]: text, b: text },
        healthcheck: undefined, stopSignal: text, shell: [text], onBuild: [text], layers: [text],
      };
      const lines = imageText(details, [{ createdBy: text, comment: text, size: 1, created: 0 }]).split('\n');
      assert.equal(lines.length, imageText({ ...details, labels: { a: 'a', b: 'b' } }, [{ createdBy: 'a', comment: '', size: 1, created: 0 }]).split('\n').length, what);
      for (const line of lines) assertHarmlessLine(line, what, 20_100);
    }
  });

  it('are words of a shell that no terminal obeys', function () {
    if (process.platform === 'win32') this.skip();
    for (const [what, text] of texts) {
      if (/\0|[\ud800-\udfff](?![\udc00-\udfff])/.test(text)) continue;
      const word = quoteWord(text);
      // eslint-disable-next-line no-control-regex -- these are the characters that must not be there
      assert.doesNotMatch(word, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/, what);
      assert.equal(execFileSync('/bin/sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' }), text, what);
    }
  });
});
