import assert from 'node:assert/strict';
import { defaultConfiguration, type LintConfiguration } from '../../../src/dockerfile/configuration';
import { applyEdits } from '../../../src/dockerfile/edits';
import type { Finding } from '../../../src/dockerfile/finding';
import { fixAll } from '../../../src/dockerfile/fix-all';
import { lint } from '../../../src/dockerfile/lint';

function findings(code: string, text: string, more: Partial<LintConfiguration> = {}): readonly Finding[] {
  return lint(text, { ...defaultConfiguration, ...more, severities: { [code]: 'warning' } }).filter((finding) => finding.code === code);
}

/** The text after the fix of the first finding; undefined where it has none. */
function fixed(code: string, text: string): string | undefined {
  const [finding] = findings(code, text);
  assert.ok(finding !== undefined, text);
  return finding.fix && applyEdits(text, finding.fix.edits);
}

const placesOf = (code: string, text: string, more?: Partial<LintConfiguration>): readonly string[] => findings(code, text, more).map(({ range }) => text.slice(range.start, range.end));

describe('corners of rules', () => {
  it('ADD becomes COPY with every flag that both have', () => {
    for (const flag of ['--chown=1:1', '--chmod=644', '--link', '--exclude=*.md', '--CHOWN=1']) {
      assert.equal(fixed('DL3020', `FROM a\nADD ${flag} x.py /y/\n`), `FROM a\nCOPY ${flag} x.py /y/\n`);
    }
    for (const flag of ['--checksum=sha256:1', '--keep-git-dir', '--unpack']) assert.equal(fixed('DL3020', `FROM a\nADD ${flag} x.py /y/\n`), undefined, flag);
  });
  it('--platform goes with the blanks behind it', () => {
    for (const blanks of [' ', '  ', '\t', ' \t ']) assert.equal(fixed('DL3065', `FROM --platform=$TARGETPLATFORM${blanks}a:1\n`), 'FROM a:1\n', JSON.stringify(blanks));
  });
  it('a cache is cleaned behind a command whose output goes into a file, and not behind one that reads a here-document', () => {
    assert.equal(fixed('DL3040', 'FROM fedora:40\nRUN if a; then dnf install -y b > /log 2>&1; fi\n'), 'FROM fedora:40\nRUN if a; then dnf install -y b > /log 2>&1 && dnf clean all; fi\n');
    assert.equal(fixed('DL3040', 'FROM fedora:40\nRUN if a; then dnf install -y b < /answers; fi\n'), 'FROM fedora:40\nRUN if a; then dnf install -y b < /answers && dnf clean all; fi\n');
    assert.equal(fixed('DL3040', 'FROM fedora:40\nRUN <<EOF\nif a; then\ndnf install -y b <<X\ny\nX\nfi\nEOF\n'), undefined);
  });
  it('an image for another platform is told where the file names one, and no stage', () => {
    const asked: string[] = [];
    const platform = (reference: string): { readonly actual: string; readonly expected: string } => {
      asked.push(reference);
      return { actual: 'linux/arm64', expected: 'linux/amd64' };
    };
    const baseImages = { environment: () => undefined, platform };
    assert.deepEqual(placesOf('InvalidBaseImagePlatform', 'FROM a AS b\nFROM b AS c\nFROM --platform=linux/arm64 d\nFROM C\nFROM e\nFROM\n', { baseImages }), ['a', 'e']);
    assert.deepEqual([...new Set(asked)].sort(), ['a', 'e']);
  });
  it('comments that ignore are those of hadolint', () => {
    const comments = ['# check=skip=DL3006', '# dockerfile-utils: ignore', '# hadolint shell=bash', '# hadolint global ignore=DL3006', '# ignore=DL3006'];
    for (const comment of comments) assert.deepEqual(placesOf('DL1001', `FROM a:1\n${comment}\nRUN b\n`), [], comment);
    assert.deepEqual(placesOf('DL1001', 'FROM a:1\n# hadolint ignore=DL3006\nRUN b\n'), ['# hadolint ignore=DL3006']);
  });
  it('comments of BuildKit keep instructions apart as those of hadolint do', () => {
    for (const comment of ['# check=skip=all', '# check = skip=DL3008', '# hadolint ignore=DL3008', '# trivy:ignore:A']) {
      const between = `FROM debian:12\nRUN mkdir /a\n${comment}\nRUN mkdir /b\n`;
      assert.equal(fixAll(between, defaultConfiguration).text, between, comment);
      assert.deepEqual(findings('DL4003', `FROM a\n${comment}\nCMD ["a"]\nCMD ["b"]\n`).map(({ fix }) => fix?.kind), ['suggested'], comment);
    }
    assert.notEqual(fixAll('FROM debian:12\nRUN mkdir /a\n# makes b\nRUN mkdir /b\n', defaultConfiguration).text, 'FROM debian:12\nRUN mkdir /a\n# makes b\nRUN mkdir /b\n');
    assert.deepEqual(findings('DL4003', 'FROM a\n# a\nCMD ["a"]\nCMD ["b"]\n').map(({ fix }) => fix?.kind), ['safe']);
  });
  it('a user is no number when what makes one is escaped', () => {
    assert.deepEqual(placesOf('DL3066', 'FROM a\nARG A\nUSER \\$A$B\n'), ['\\$A$B']);
    assert.deepEqual(placesOf('DL3066', 'FROM a\nARG A\nUSER $A$B\n'), []);
  });
  it('a relative folder of yarn is no mount', () => {
    for (const text of ['--mount=type=cache,target=install yarn install', '--mount=type=cache,target=c yarn config set cache-folder c && yarn install']) {
      assert.deepEqual(placesOf('DL3060', `FROM node:22\nRUN ${text}\n`), ['install'], text);
    }
    assert.deepEqual(placesOf('DL3060', 'FROM node:22\nRUN --mount=type=cache,target=/c yarn config set cache-folder /c && yarn install\n'), []);
  });
  it('a shell that ends at errors is known by its options, wherever the e stands among them', () => {
    for (const [options, joiner] of [['"-c"', ' && '], ['"-ec"', '; '], ['"-e", "-c"', '; '], ['"-xec"', '; '], ['"-uxe", "-c"', '; '], ['"-o", "errexit", "-c"', '; '], ['"-xuc"', ' && ']] as const) {
      const before = `FROM fedora:40\nSHELL ["/bin/bash", ${options}]\nRUN echo a; dnf install -y b`;
      assert.equal(fixed('DL3040', `${before}\n`), `${before}${joiner}dnf clean all\n`, options);
    }
  });
});
