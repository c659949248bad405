import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { slipwayLint } from '../../src/cli/slipway-lint';
import { buildDockerfile } from '../../src/commands/dockerfile/build';
import { valueOf } from '../../src/commands/builds/perform-build';
import { folderContext } from '../../src/engine/builder/classic/folder-context';
import { lineSurroundings } from '../../src/commands/images/line-surroundings';
import { SlipwayError } from '../../src/core/errors';
import { limitSentence } from '../../src/core/limit-exceeded';
import { type LimitName, limits } from '../../src/core/limits';
import { parseRunLine } from '../../src/core/run-line';
import { readHadolintConfiguration } from '../../src/dockerfile/configuration-file';
import { openBridge } from '../../src/engine/connection/bridge';
import { LiveEngineConnection } from '../../src/engine/connection/engine-connection';
import { resolveCandidates } from '../../src/engine/contexts/contexts';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { readDockerConfig } from '../../src/registry/docker-config';
import { fakeApp, runWithAnswers } from '../support/fake-app';

/** A file that somebody else may have written, and who reads it; fails or tells what was printed. */
interface ReadFile {
  readonly name: string;
  readonly limit: LimitName;
  readonly read: (folder: string, file: string) => Promise<unknown>;
  /** What the file begins with, where the rest may be anything behind it. */
  readonly begin?: string;
}

const id = 'ab'.repeat(32);

async function lint(folder: string, words: readonly string[]): Promise<void> {
  let told = '';
  const print = (text: string): void => void (told += text);
  const status = await slipwayLint(words, { environment: {}, home: path.join(folder, 'home'), windows: false, workingFolder: folder, version: '1', colours: false, print, printError: print, readInput: () => Buffer.alloc(0) });
  if (status !== 0) throw new Error(told);
}

function environment(folder: string, variables: Readonly<Record<string, string>> = {}) {
  return { ...hostEnvironment(), variables: { DOCKER_CONFIG: folder, ...variables }, homeDirectory: folder };
}

const runLine = (folder: string, line: string): unknown => parseRunLine(line, lineSurroundings(fakeApp(), folder));

const files: readonly ReadFile[] = [
  { name: '.dockerignore', limit: 'ignoreFile', begin: '#', read: async (folder) => (await folderContext(folder, path.join(folder, 'Dockerfile'), 'FROM a\n', process.platform)).archive.destroy() },
  { name: 'Dockerfile.dockerignore', limit: 'ignoreFile', begin: '#', read: async (folder) => (await folderContext(folder, path.join(folder, 'Dockerfile'), 'FROM a\n', process.platform)).archive.destroy() },
  { name: 'Dockerfile', limit: 'dockerfile', begin: 'FROM a\n#', read: async (folder, file) => runWithAnswers(buildDockerfile, fakeApp({ engine: { builder: { build: () => Promise.reject(new Error('it came to the engine')) } } }), { file, context: folder }) },
  { name: 'web.Dockerfile', limit: 'dockerfile', begin: 'FROM a:1\nUSER b\n#', read: async (folder, file) => lint(folder, [file]) },
  { name: '.hadolint.yaml', limit: 'lintConfiguration', begin: '#', read: async (folder) => { await writeFile(path.join(folder, 'Dockerfile'), 'FROM a:1\nUSER b\n'); await lint(folder, ['Dockerfile']); } },
  { name: 'given.yaml', limit: 'lintConfiguration', begin: '#', read: async (folder, file) => { await writeFile(path.join(folder, 'Dockerfile'), 'FROM a:1\nUSER b\n'); await lint(folder, ['--config', file, path.join(folder, 'Dockerfile')]); } },
  { name: 'linted/.dockerignore', limit: 'ignoreFile', begin: '#', read: async (folder) => { await writeFile(path.join(folder, 'linted/Dockerfile'), 'FROM a:1\nUSER b\n'); await lint(folder, [path.join(folder, 'linted/Dockerfile')]); } },
  { name: 'config.json', limit: 'dockerConfiguration', begin: '{}', read: async (_folder, file) => readDockerConfig(file) },
  { name: 'config.json', limit: 'dockerConfiguration', begin: '{"currentContext":""}', read: async (folder) => resolveCandidates(environment(folder)) },
  { name: `contexts/meta/${id}/meta.json`, limit: 'dockerConfiguration', begin: '{"Name":"a","Endpoints":{"docker":{"Host":"unix:///none"}}}', read: async (folder) => resolveCandidates(environment(folder), 'a') },
  { name: 'ca.pem', limit: 'certificate', read: async (_folder, file) => (await openBridge({ id: 'a', name: 'a', address: 'tcp://127.0.0.1:9', source: 'a', tls: { ca: file, verify: true } }, hostEnvironment())).dispose() },
  { name: 'key.pem', limit: 'certificate', read: async (_folder, file) => (await openBridge({ id: 'a', name: 'a', address: 'tcp://127.0.0.1:9', source: 'a', tls: { key: file, verify: true } }, hostEnvironment())).dispose() },
  { name: 'token.txt', limit: 'buildSecret', read: async (_folder, file) => valueOf(fakeApp(), { id: 'a', source: { kind: 'file', file } }) },
  { name: 'a.env', limit: 'optionFile', begin: '#', read: async (folder) => Promise.resolve(runLine(folder, '--env-file a.env alpine')) },
  { name: 'a.labels', limit: 'optionFile', begin: '#', read: async (folder) => Promise.resolve(runLine(folder, '--label-file a.labels alpine')) },
  { name: 'seccomp.json', limit: 'optionFile', begin: '{}', read: async (folder) => Promise.resolve(runLine(folder, '--security-opt seccomp=seccomp.json alpine')) },
];

/** The sentence in the error of whoever read the file; empty where it was read. */
async function said(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return '';
  } catch (error) {
    const excess = SlipwayError.details(error, 'limitExceeded');
    return excess ? limitSentence(excess) : error instanceof Error ? error.message : String(error);
  }
}

describe('files of others that are read', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-files-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const { name, limit, begin = '', read } of files) {
    const { most } = limits[limit];

    async function place(): Promise<string> {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      return file;
    }

    it(`${name} (${limit}) may have its limit, and not a byte more`, async () => {
      const file = await place();
      await writeFile(file, begin + ' '.repeat(most - begin.length));
      assert.doesNotMatch(await said(read(folder, file)), /exceeds the limit/);
      await writeFile(file, begin + ' '.repeat(most - begin.length + 1));
      const sentence = await said(read(folder, file));
      // What follows a `=` is hidden in a run line.
      assert.ok(sentence.includes(`${name === 'seccomp.json' ? '***' : path.basename(name)} exceeds the limit for `), sentence);
    });

    if (process.platform !== 'win32') {
      it(`${name} (${limit}) that never ends, or that waits for a writer, is left`, async () => {
        const file = await place();
        await symlink('/dev/zero', file);
        assert.match(await said(read(folder, file)), /exceeds the limit for /);
        await rm(file);
        // What the user names himself may be a pipe, as shells make one of `<(…)`.
        if (/^(?:web\.Dockerfile|given\.yaml)$/.test(name)) return;
        execFileSync('mkfifo', [file]);
        await said(read(folder, file));
      });
    }
  }

  it('an engine that cannot be looked for because of them is told with the file and the limit', async () => {
    await writeFile(path.join(folder, 'config.json'), ' '.repeat(limits.dockerConfiguration.most + 1));
    const connection = new LiveEngineConnection({ chosen: () => '', environment: environment(folder) });
    try {
      const error = await connection.engine().then(() => undefined, (error: unknown) => error);
      const [attempt] = SlipwayError.details(error, 'engineUnreachable')?.tried ?? [];
      assert.equal(attempt?.address, path.join(folder, 'config.json'));
      assert.match(attempt.reason, /limit for a configuration file of docker is exceeded: 1MB/);
      assert.equal(connection.state.kind, 'unreachable');
    } finally {
      connection.dispose();
    }
  });
});

describe('a configuration file in YAML', () => {
  const bomb = `a0: &a0 [x]\n${Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array.from({ length: 9 }, () => `*a${index}`).join(',')}]`).join('\n')}\nignored: *a30\n`;
  const hostile: Readonly<Record<string, readonly [text: string, problem: RegExp]>> = {
    'that is too long': [`#${' '.repeat(limits.lintConfiguration.most)}`, /configuration file of the linter is exceeded: 100kB/],
    // Any of these ends the process for want of a stack.
    'of open lists': ['['.repeat(90_000), /nesting in YAML is exceeded: 50/],
    'of lists in lists': [`ignored: ${'['.repeat(45_000)}${']'.repeat(45_000)}`, /nesting in YAML is exceeded: 50/],
    'of mappings in mappings': ['{a: '.repeat(20_000), /nesting in YAML is exceeded: 50/],
    'of dashes': ['- '.repeat(45_000), /nesting in YAML is exceeded: 50/],
    'of question marks': ['? '.repeat(45_000), /nesting in YAML is exceeded: 50/],
    'of lines that are further in each time': [Array.from({ length: 400 }, (_, index) => `${' '.repeat(index)}a:`).join('\n'), /nesting in YAML is exceeded: 50/],
    'of keys of keys': ['{? '.repeat(30_000), /nesting in YAML is exceeded: 50/],
    'of aliases of aliases': [bomb, /aliases in YAML is exceeded: 100/],
    'of aliases': [`a: &a x\nignored: [${'*a,'.repeat(30_000)}]`, /aliases in YAML is exceeded: 100/],
  };
  for (const [name, [text, problem]] of Object.entries(hostile)) {
    it(`${name} is a problem in it`, () => {
      const read = readHadolintConfiguration(text);
      assert.match(read.problem?.message ?? '', problem);
      assert.ok((read.problem?.line ?? 0) >= 1 && (read.problem?.range.end ?? 0) <= text.length);
    });
  }

  it('of usual depth with some aliases is read', () => {
    const text = `x: &codes [DL3008, DL3009]\nignored: *codes\noverride:\n  error: *codes\n  info: [DL3015]\nlabel-schema: {author: text}\n`;
    assert.deepEqual(readHadolintConfiguration(text).layer?.ignored, ['DL3008', 'DL3009']);
  });
});
