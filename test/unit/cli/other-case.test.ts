import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonFinding } from '../../../src/cli/formats/json';
import { slipwayLint } from '../../../src/cli/slipway-lint';

const there = ['web/Src/App.py', 'web/Src/lib/Deep.txt', 'web/readme.MD', 'web/Caf\u00e9', 'web/out/x', 'Shared/Top.txt', 'web/sub/Dockerfile.other', 'web/.dockerignore'];

/** Lines of a Dockerfile in `web`, and the paths on disk that are told of them. */
const lines: readonly (readonly [string, readonly string[]])[] = [
  ['COPY src/app.py /x', ['Src/App.py']],
  ['COPY Src/App.py /x', []],
  ['COPY SRC /x/', ['Src']],
  ['COPY src/ /x/', ['Src']],
  ['COPY ./src/../SRC/lib /x/', ['Src/lib']],
  ['COPY Src/LIB/deep.txt /x', ['Src/lib/Deep.txt']],
  ['COPY README.md Src/app.py Src/App.py /x/', ['readme.MD', 'Src/App.py']],
  ['ADD README.md /x', ['readme.MD']],
  ['ADD --chown=1:1 README.md /x', ['readme.MD']],
  ['COPY ["README.md", "/x"]', ['readme.MD']],
  ['COPY "README.md" /x', ['readme.MD']],
  ['ONBUILD COPY README.md /x', []],
  ['COPY src/*.py /x/', ['Src']],
  ['COPY Src/*.PY /x/', []],
  ['COPY *.md /x/', []],
  ['COPY CAFE\u0301 /x', ['Caf\u00e9']],
  ['COPY none.txt /x', []],
  ['COPY src/none.txt /x', []],
  ['COPY Shared/Top.txt /x', []],
  ['COPY shared/top.txt /x', ['Shared/Top.txt']],
  ['COPY . /x', []],
  ['COPY Out/x /x', ['out/x']],
  ['COPY --from=build README.md /x', []],
  ['COPY --from=build ["README.md", "/x"]', []],
  ['ADD https://a.example/README.md /x', []],
  ['ADD git@a.example:README.md /x', []],
  ['COPY $NAME/README.md /x', []],
  ['COPY <<README.md /x\nREADME.md\nREADME.md', []],
  ['RUN cat README.md', []],
  ['# check=skip=slipway:missing-source\nCOPY README.md /x', []],
  ['COPY SECRET.txt /x', []],
];

describe('slipway-lint: what differs from the disk in case', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'slipway-case-'));
    for (const name of there) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), name.endsWith('ignore') ? 'SECRET*\n' : '');
    }
    writeFileSync(path.join(folder, 'web/secret.txt'), '');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function told(text: string, { name = 'web/Dockerfile', workingFolder = folder, input = false, words = [] as readonly string[] } = {}): Promise<readonly string[]> {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    let out = '';
    const surroundings = {
      environment: {}, home: folder, windows: false, workingFolder, version: '1', colours: false,
      print: (piece: string) => void (out += piece), printError: (piece: string) => assert.fail(piece), readInput: () => Buffer.from(text),
    };
    await slipwayLint(['--format', 'json', ...words, input ? '-' : file], surroundings);
    const findings = (JSON.parse(out) as readonly JsonFinding[]).filter(({ code }) => code === 'slipway:missing-source');
    return findings.map(({ message }) => /on disk it is (.*)\.$/.exec(message)?.[1] ?? message);
  }

  for (const [line, wanted] of lines) it(line, async () => assert.deepEqual(await told(`FROM debian:12\n${line}\n`), wanted));

  it('is told with the path as it is written, as a warning on its line', async () => {
    let out = '';
    writeFileSync(path.join(folder, 'web/Dockerfile'), 'FROM debian:12\nUSER 1\nCOPY README.md /x\n');
    const status = await slipwayLint(['web/Dockerfile'].map((name) => path.join(folder, name)), {
      environment: {}, home: folder, windows: false, workingFolder: folder, version: '1', colours: false,
      print: (piece) => (out += piece), printError: (piece) => assert.fail(piece), readInput: () => Buffer.alloc(0),
    });
    assert.match(out, /Dockerfile:3\b.*README\.md is not in the build context, where case counts: on disk it is readme\.MD\./);
    assert.equal(status, 1);
  });

  it('is left alone for images of Windows, in standard input, and where the configuration says so', async () => {
    const text = 'FROM debian:12\nCOPY README.md /x\n';
    assert.deepEqual(await told(`# escape=\`\n${text}`), []);
    assert.deepEqual(await told(text, { input: true }), []);
    assert.deepEqual(await told(text, { words: ['--ignore', 'slipway:missing-source'] }), []);
    assert.deepEqual(await told(text), ['readme.MD']);
  });

  it('counts the folders up to the working folder, and those of a file outside not', async () => {
    const text = 'FROM debian:12\nCOPY README.md shared/top.txt /x/\n';
    const name = 'web/sub/Dockerfile';
    assert.deepEqual(await told(text, { name }), ['readme.MD', 'Shared/Top.txt']);
    assert.deepEqual(await told(text, { name, workingFolder: path.join(folder, 'web') }), ['readme.MD']);
    assert.deepEqual(await told(text, { name, workingFolder: path.join(folder, 'Shared') }), []);
  });
});
