import assert from 'node:assert/strict';
import { applyEdits } from '../../../src/dockerfile/edits';
import { lint } from '../../../src/dockerfile/lint';
import {
  pinEdits, readApkInstalled, readDpkgStatus, readNpmPackage, readPipMetadata, unpinnedPackages, versionSource, type Versions,
} from '../../../src/dockerfile/versions';

function pinned(text: string, code: string, versions: Versions): string {
  const finding = lint(text).find((candidate) => candidate.code === code);
  const source = versionSource(code);
  assert.ok(finding && source);
  return applyEdits(text, pinEdits(unpinnedPackages(text, finding), versions, source));
}

describe('versions of packages', () => {
  it('are written behind the words whose version is known', () => {
    assert.equal(
      pinned('FROM debian:12\nRUN apt-get install -y curl \\\n  git=1 libc6:amd64 \\\n  $more unknown\n', 'DL3008', new Map([['curl', '7.88.1-10+deb12u5'], ['libc6', '2.36']])),
      'FROM debian:12\nRUN apt-get install -y curl=7.88.1-10+deb12u5 \\\n  git=1 libc6:amd64=2.36 \\\n  $more unknown\n',
    );
    assert.equal(pinned('FROM alpine:3\nRUN apk add git py3-pip\n', 'DL3018', new Map([['py3-pip', '24.0-r2']])), 'FROM alpine:3\nRUN apk add git py3-pip=24.0-r2\n');
    assert.equal(
      pinned('FROM python:3\nRUN pip install Flask_Login requests\n', 'DL3013', new Map([['flask-login', '0.6.3']])),
      'FROM python:3\nRUN pip install Flask_Login==0.6.3 requests\n',
    );
    assert.equal(pinned('FROM node:20\nRUN npm install -g @vue/cli\n', 'DL3016', new Map([['@vue/cli', '5.0.8']])), 'FROM node:20\nRUN npm install -g @vue/cli@5.0.8\n');
  });

  it('are read from what dpkg, apk, pip and npm keep', () => {
    const dpkg = 'Package: curl\nStatus: install ok installed\nVersion: 7.88\nDescription: x\n .\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n\nPackage: base-files\nVersion: 12\n';
    assert.deepEqual([...readDpkgStatus(dpkg)], [['curl', '7.88'], ['base-files', '12']]);
    assert.deepEqual([...readApkInstalled('C:Q1\nP:musl\nV:1.2.5-r0\nA:x86_64\nF:lib\n\nP:busybox\nV:1.36-r2\n')], [['musl', '1.2.5-r0'], ['busybox', '1.36-r2']]);
    assert.deepEqual([...readPipMetadata('Metadata-Version: 2.1\nName: Flask_Login\nVersion: 0.6.3\n\nVersion: 9\n')], [['flask-login', '0.6.3']]);
    assert.deepEqual([...readNpmPackage('{"name":"@vue/cli","version":"5.0.8"}')], [['@vue/cli', '5.0.8']]);
    for (const read of [readDpkgStatus, readApkInstalled, readPipMetadata, readNpmPackage]) assert.equal(read('nonsense').size, 0);
  });
});

describe('versions in the file of a package', () => {
  const npm: readonly (readonly [text: string, versions: readonly (readonly [string, string])[]])[] = [
    ['{"name":"a","version":"1"}', [['a', '1']]], ['{"name":"a"}', []], ['{"version":"1"}', []], ['{"name":1,"version":"1"}', []], ['{"name":"a","version":1}', []],
    ['{}', []], ['[]', []], ['null', []], ['', []], ['{', []],
  ];
  for (const [text, versions] of npm) it(`package.json ${text}`, () => assert.deepEqual([...readNpmPackage(text)], versions));
  const pip: readonly (readonly [text: string, versions: readonly (readonly [string, string])[]])[] = [
    ['Name: a\nVersion: 1\n', [['a', '1']]], ['Metadata-Version: 2.1\r\nName:  a \r\nVersion: 1\r\n\r\nVersion: 2', [['a', '1']]], ['Name: a\n\nVersion: 1', []], ['Version: 1', []], ['Name: a\nVersion:\n', []], ['Name:\nVersion: 1', []], ['X-Name: a\nVersion: 1', []],
  ];
  for (const [text, versions] of pip) it(`METADATA ${JSON.stringify(text)}`, () => assert.deepEqual([...readPipMetadata(text)], versions));
});
