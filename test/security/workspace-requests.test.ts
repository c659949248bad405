import assert from 'node:assert/strict';
import https from 'node:https';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { buildDockerfile } from '../../src/commands/dockerfile/build';
import { pinImage } from '../../src/commands/dockerfile/pin-image';
import type { App } from '../../src/app';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { RegistriesService } from '../../src/registry/registries-service';
import { createService } from '../../src/ui/language/standard/service';
import { FileRegistries } from '../../src/ui/language/file-registries';
import { ImageSources } from '../../src/ui/language/knowledge/image-sources';
import { describeError } from '../../src/ui/present';
import { SlipwayError } from '../../src/core/errors';
import { fakeApp, type FakeAppOptions } from '../support/fake-app';
import { Witness } from '../support/witness';

const password = 'marked-password';
const folder = path.resolve(__dirname, '../../src/ui/language');

describe('a file in a workspace that nobody trusts', () => {
  let registry: Witness;
  /** Log-ins that were looked up, which starts programs. */
  let lookedUp: string[];
  beforeEach(async () => {
    registry = (await Witness.start()).answers(({ headers, url }) => {
      if (headers.authorization === undefined) return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="r"' } };
      return { body: url.includes('manifests') ? { manifests: [] } : { tags: ['1'], repositories: ['app'] } };
    });
    lookedUp = [];
  });
  afterEach(() => registry.stop());

  /** An app with real registries, whose user has a log-in at the registry that the file names. */
  const appWith = (restricted: boolean, options: FakeAppOptions = {}): App => {
    const app = fakeApp({ restricted, ...options });
    const registries = new RegistriesService({
      ...app,
      access: async () => ({
        ...(await import('../../src/registry/network-access')).networkAccess(() => [], hostEnvironment()),
        storedLogIn: (address) => {
          lookedUp.push(address);
          return Promise.resolve({ username: 'me', password, serverAddress: address });
        },
      }),
    });
    return { ...app, registries };
  };
  const reference = (): string => `${registry.address}/app:1`;

  const questions: Readonly<Record<string, (sources: ImageSources) => { readonly answer: unknown; readonly more: Promise<void> | undefined }>> = {
    'tags of a repository': (sources) => sources.tags.get(`${registry.address}/app`),
    'the repositories of a registry': (sources) => sources.repositories.get(registry.address),
    'facts of an image': (sources) => sources.facts.get(reference()),
  };
  for (const [what, ask] of Object.entries(questions)) {
    it(`does not have ${what} asked for, and in one that is trusted does`, async () => {
      const untrusted = new ImageSources(appWith(true));
      assert.deepEqual(ask(untrusted), { answer: undefined, more: undefined });
      await new Promise(setImmediate);
      assert.deepEqual([registry.requests, lookedUp], [[], []]);
      untrusted.dispose();
      const trusted = new ImageSources(appWith(false));
      await ask(trusted).more;
      assert.ok(ask(trusted).answer);
      assert.ok(registry.knows(password));
      trusted.dispose();
    });
  }
  it('has what it says searched nowhere', () => {
    // Every method of the registries fails the test when it is called.
    const sources = new ImageSources(fakeApp({ restricted: true }));
    assert.deepEqual(sources.search.get('anything'), { answer: undefined, more: undefined });
    sources.dispose();
  });
  it('still has the images of the engine', async () => {
    const app = fakeApp({ restricted: true, engine: { images: { list: () => Promise.resolve([]), inspect: () => Promise.resolve({ Id: 'x' }) },} });
    const sources = new ImageSources(app);
    await sources.engine.get('').more;
    await sources.inspected.get(reference()).more;
    assert.deepEqual([sources.engine.get('').answer, sources.inspected.get(reference()).answer], [[], { Id: 'x' }]);
    sources.dispose();
  });
  it('is asked about again when the workspace is trusted', async () => {
    const trust = { isGranted: false };
    const app = appWith(false);
    const sources = new ImageSources({ ...app, trust: Object.create(app.trust, { isGranted: { get: () => trust.isGranted } }) as App['trust'] });
    assert.equal(sources.tags.get(`${registry.address}/app`).more, undefined);
    trust.isGranted = true;
    await sources.tags.get(`${registry.address}/app`).more;
    assert.ok(sources.tags.get(`${registry.address}/app`).answer);
    sources.dispose();
  });
  it('comes through no other door: the gate itself refuses', async () => {
    const gate = new FileRegistries(appWith(true));
    const { signal } = new AbortController();
    for (const asking of [() => gate.tags(`${registry.address}/app`, signal), () => gate.repositories(registry.address, signal), () => gate.search('x', signal), () => gate.facts(reference(), signal)]) {
      await assert.rejects(asking, { kind: 'restrictedMode' });
    }
    assert.deepEqual([registry.requests, lookedUp], [[], []]);
  });

  for (const programmatic of [true, false]) {
    it(`has no version chosen from its registry, ${programmatic ? 'by a program' : 'by a person'}`, async () => {
      const text = `FROM ${reference()}\n`;
      const app = appWith(true, { dockerfiles: { read: () => Promise.resolve({ uri: 'file:///Dockerfile', path: 'Dockerfile', text, selection: undefined }) } });
      const run = pinImage.run(app, { nodes: [], answers: { line: 1, tag: '1', digest: true }, programmatic });
      await assert.rejects(run, (error) => error instanceof SlipwayError && /registries that are named in a file/.test(describeError(error).message));
      assert.deepEqual([registry.requests, lookedUp], [[], []]);
    });
  }
  it('is not built with the log-ins of the registries that it names', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'slipway-untrusted-'));
    try {
      const file = path.join(directory, 'Dockerfile');
      await writeFile(file, `FROM ${reference()}\n`);
      // Every method of this engine fails the test.
      const app = appWith(true, { engine: {} });
      await assert.rejects(async () => buildDockerfile.run(app, { nodes: [], answers: { file }, programmatic: true }), { kind: 'restrictedMode' });
      assert.deepEqual([registry.requests, lookedUp], [[], []]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('is completed by the language service without a word to Docker Hub', async () => {
    const { get } = https;
    const asked: unknown[] = [];
    https.get = (options: unknown) => {
      asked.push(options);
      throw new Error('no network');
    };
    try {
      const service = createService();
      for (const text of ['FROM alpine:', 'FROM alpine:3', 'FROM \\\nalpine:3', 'FROM --platform=linux/amd64 alpine:', 'FROM library/alpine:', 'COPY --from=alpine: a b', 'ONBUILD FROM alpine:', '# escape=`\nFROM `\nalpine:3']) {
        const lines = text.split('\n');
        for (let character = 0; character <= (lines.at(-1) ?? '').length; character++) await service.computeCompletionItems(text, { line: lines.length - 1, character });
      }
      assert.deepEqual(asked, []);
    } finally {
      https.get = get;
    }
  });

  it('meets language features that have no other way to a registry', () => {
    // What they import is watched by `scripts/imports.ts`.
    const files = readdirSync(folder, { recursive: true }).map(String).filter((name) => name.endsWith('.ts'));
    assert.ok(files.includes('file-registries.ts'));
    for (const name of files.filter((other) => other !== 'file-registries.ts')) {
      assert.doesNotMatch(readFileSync(path.join(folder, name), 'utf8'), /app\.registries|\bfetch\(|'(?:node:)?(?:https?|net|tls|dgram|dns)'/, name);
    }
  });
});
