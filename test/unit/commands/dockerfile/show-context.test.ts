import assert from 'node:assert/strict';
import { watch } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { proposeIgnoreFile } from '../../../../src/commands/dockerfile/ignore-proposal';
import { proposals } from '../../../../src/commands/dockerfile/ignore-proposal-plan';
import { showBuildContext } from '../../../../src/commands/dockerfile/show-context';
import { usedSources } from '../../../../src/commands/dockerfile/show-context-sources';
import { walkContext } from '../../../../src/commands/dockerfile/show-context-walk';
import type { ContextEntry } from '../../../../src/core/build/context-listing';
import { failure } from '../../../../src/core/errors';
import { readDockerIgnore } from '../../../../src/core/ignore/dockerignore';
import { applyEdits } from '../../../../src/dockerfile/edits';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import type { Dockerfiles } from '../../../../src/ports';
import { fakeApp, pickMany, runInUsersName, runWithAnswers } from '../../../support/fake-app';

/** Files on the disk, as the editor would read and change them. */
const onDisk: Partial<Dockerfiles> = {
  async read(uri = '') {
    const file = fileURLToPath(uri);
    const text = await readFile(file, 'utf8').catch(() => Promise.reject(failure('notFound', { what: 'file', name: file })));
    return { uri, path: path.basename(file), text: text.replace(/^\ufeff/, ''), selection: undefined };
  },
  watch(files, changed) {
    const watchers = [...new Set(files.map((file) => path.dirname(file)))].map((folder) => watch(folder, () => changed()));
    return { dispose: () => watchers.forEach((watcher) => watcher.close()) };
  },
  async edit(changes) {
    for (const { file, edits } of changes) await writeFile(fileURLToPath(file.uri), applyEdits(file.text, edits));
  },
};

describe('the page of a build context', () => {
  let folder: string;
  const at = (name: string): string => path.join(folder, name);
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-context-'));
    for (const name of ['src', 'node_modules/a', '.git']) await mkdir(at(name), { recursive: true });
    await writeFile(at('Dockerfile'), 'FROM scratch\nCOPY src /src\nCOPY package.json ./\n');
    await writeFile(at('src/a.js'), 'x'.repeat(100));
    await writeFile(at('package.json'), '{}');
    await writeFile(at('.env'), 'SECRET=1');
    await writeFile(at('.git/HEAD'), 'ref');
    await writeFile(at('node_modules/a/index.js'), 'y'.repeat(1000));
    await symlink('/', at('root'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('tells what is sent, what is left out by which line, and what COPY names; follows no link', async () => {
    await writeFile(at('.dockerignore'), 'nothing\nnode_modules\n');
    const app = fakeApp({ dockerfiles: onDisk });
    for (const file of [at('Dockerfile'), folder, at('.dockerignore')]) {
      const { sent, leftOut, dockerfile } = (await runWithAnswers(showBuildContext, app, { file })) as { sent: object; leftOut: object; dockerfile: string };
      assert.equal(dockerfile, at('Dockerfile'));
      assert.deepEqual(leftOut, { files: 1, bytes: 1000 });
      assert.deepEqual(sent, { files: 7, bytes: 100 + 2 + 8 + 3 + 21 + (await readFile(at('Dockerfile'))).length });
    }
    const [page] = app.record.contextPages;
    assert.ok(page);
    const { leftOut, used, patterns, proposals: none } = page.model;
    assert.deepEqual(leftOut.rows.map(({ path: name, line }) => [name, line]), [['node_modules', 2]]);
    assert.deepEqual([patterns, used, none], [{ 2: 'node_modules' }, { files: 2, bytes: 102 }, []]);
    await page.wish({ kind: 'line', line: 2 });
    assert.deepEqual(app.record.files, [{ file: at('.dockerignore'), line: 2 }]);
  });

  it('adds lines to the ignore file and lets in again, and offers only what is shown', async () => {
    await writeFile(at('.dockerignore'), 'node_modules');
    const app = fakeApp({ dockerfiles: onDisk });
    await runWithAnswers(showBuildContext, app, { file: folder });
    const [page] = app.record.contextPages;
    assert.ok(page);
    const model = await page.wish({ kind: 'leaveOut', path: '.env' });
    assert.deepEqual(model.leftOut.rows.map(({ path: name }) => name), ['node_modules', '.env']);
    await page.wish({ kind: 'send', path: 'node_modules' });
    assert.equal(await readFile(at('.dockerignore'), 'utf8'), 'node_modules\n/.env\n!/node_modules\n');
    assert.deepEqual(page.model.leftOut.rows.map(({ path: name }) => name), ['.env']);
    for (const wish of [{ kind: 'leaveOut', path: '.env' }, { kind: 'leaveOut', path: '../x' }, { kind: 'leaveOut', path: ['src'] }, { kind: 'send', path: 'src' }, { kind: 'line', line: 9 }, { kind: 'line', line: '2' }, { kind: 'create', patterns: ['**/.env*'] }])
      assert.equal(page.offers(wish), false, JSON.stringify(wish));
  });

  it('follows what is changed in the ignore file while it is open', async () => {
    const app = fakeApp({ dockerfiles: onDisk });
    await runWithAnswers(showBuildContext, app, { file: folder });
    const [page] = app.record.contextPages;
    assert.ok(page);
    const next = page.read('rest');
    await writeFile(at('Dockerfile.dockerignore'), '*\n');
    const model = await next;
    assert.equal(model.ignoreFile, at('Dockerfile.dockerignore'));
    assert.equal(model.sent.files, 0);
  });

  it('proposes an ignore file where there is none, writes it, and offers nothing else', async () => {
    const app = fakeApp({ dockerfiles: onDisk });
    await runWithAnswers(showBuildContext, app, { file: folder });
    const [page] = app.record.contextPages;
    assert.ok(page);
    assert.deepEqual(page.model.proposals.map(({ patterns }) => patterns.join(' ')), ['**/.env*', '.git', '**/node_modules', '**/Dockerfile*']);
    assert.equal(page.offers({ kind: 'create', patterns: ['*'] }), false);
    const model = await page.wish({ kind: 'create', patterns: ['**/.env*', '.git'] });
    assert.equal(await readFile(at('.dockerignore'), 'utf8'), '**/.env*\n.git\n');
    assert.deepEqual([model.hasIgnoreFile, model.proposals], [true, []]);
  });

  it('a file that could not be changed is not left behind', async () => {
    const app = fakeApp({ dockerfiles: { ...onDisk, edit: () => Promise.reject(failure('conflict', { name: 'x', usedBy: [], detail: 'changed' })) } });
    await runWithAnswers(showBuildContext, app, { file: folder });
    const [page] = app.record.contextPages;
    assert.ok(page);
    await assert.rejects(page.wish({ kind: 'create', patterns: ['.git'] }), /conflict|changed/i);
    await assert.rejects(readFile(at('.dockerignore')), { code: 'ENOENT' });
  });

  it('as a command: a program gets the text, a person chooses what is written', async () => {
    const text = '**/.env*\n.git\n**/node_modules\n**/Dockerfile*\n';
    assert.deepEqual(await runWithAnswers(proposeIgnoreFile, fakeApp({ dockerfiles: onDisk }), { file: folder }), { file: at('.dockerignore'), text });
    await assert.rejects(readFile(at('.dockerignore')), { code: 'ENOENT' });
    const app = fakeApp({ dockerfiles: onDisk, answers: [pickMany('.git')] });
    await runInUsersName(proposeIgnoreFile, app, { uri: pathToFileURL(folder).href });
    assert.equal(await readFile(at('.dockerignore'), 'utf8'), '.git\n');
    await assert.rejects(runWithAnswers(proposeIgnoreFile, app, { file: folder }), /already|conflict/i);
  });

  it('reads no more than it may, what is sent first, and can be cancelled', async () => {
    const ignore = readDockerIgnore('node_modules\n.git\n');
    const whole = await walkContext(folder, ignore, { signal: new AbortController().signal });
    assert.equal(whole.truncated, false);
    const exact = await walkContext(folder, ignore, { signal: new AbortController().signal, most: whole.entries.length });
    assert.deepEqual([exact.entries.length, exact.truncated], [whole.entries.length, false]);
    const part = await walkContext(folder, ignore, { signal: new AbortController().signal, most: 8 });
    assert.deepEqual([part.entries.length, part.truncated], [8, true]);
    assert.ok(part.entries.some(({ path: name }) => name === 'src/a.js') || part.entries.every(({ path: name }) => !name.includes('/')));
    await assert.rejects(walkContext(folder, ignore, { signal: AbortSignal.abort() }));
  });
});

describe('a proposal for an ignore file', () => {
  const cases: readonly (readonly [what: string, dockerfile: string, files: readonly string[], patterns: readonly string[]])[] = [
    ['JavaScript', 'COPY . .', ['package.json', 'node_modules/a', 'dist/a.js', '.env', '.env.example', 'src/a.js'], ['**/.env* !**/.env.example', '**/node_modules', 'dist']],
    ['JavaScript that copies what it has made', 'COPY dist /app', ['package.json', 'dist/a.js', 'build/a'], ['build']],
    ['Python', 'COPY . .', ['pyproject.toml', '.venv/bin/python', 'app/__pycache__/a.pyc', 'htmlcov/index.html'], ['**/.venv', '**/__pycache__', '**/htmlcov']],
    ['Rust', 'COPY . .', ['Cargo.toml', 'target/debug/a', 'src/main.rs'], ['target']],
    ['Java, of which the jar is copied', 'COPY target/app.jar /', ['pom.xml', 'target/app.jar', '.idea/a.xml'], ['**/.idea']],
    ['Go, whose vendor folder is its source', 'COPY . .', ['go.mod', 'vendor/a.go', 'server.key', 'a.log'], ['**/*.key', '**/*.log']],
    ['PHP', 'COPY . .', ['composer.json', 'vendor/a.php'], ['vendor']],
    ['a key that is copied by a pattern', 'COPY *.pem /', ['a.pem', 'compose.yaml'], ['**/compose*.y*ml']],
    ['a folder that is nothing of the kind', 'COPY . .', ['build/own.sh', 'target/a', 'out/b'], []],
  ];
  for (const [what, copy, files, patterns] of cases) {
    it(`for ${what}`, async () => {
      const entries = [...new Set(files.flatMap((file) => file.split('/').map((_, index, names) => names.slice(0, index + 1).join('/'))))].map((name): ContextEntry => ({ path: name, kind: files.includes(name) ? 'file' : 'folder', bytes: 1 }));
      const found = await proposals(entries, usedSources(parseDockerfile(`FROM scratch\n${copy}\n`)).isNamed, () => Promise.resolve());
      assert.deepEqual(found.map((proposal) => proposal.patterns.join(' ')), patterns);
      for (const { reason, files: count } of found) assert.ok(reason !== '' && count > 0);
    });
  }
});
