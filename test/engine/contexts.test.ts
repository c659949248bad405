import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeCertificate } from '../../scripts/environment/certificate';
import type { EngineVersion } from '../../scripts/environment/engine-configuration';
import { dockerCommandLine } from '../../scripts/environment/tools';
import { addEngine } from '../../src/commands/engines/add';
import { type ContextContent, ContextStore } from '../../src/engine/contexts/context-store';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { fakeApp, runWithAnswers } from '../support/fake-app';
import { engineSocket } from './support';

/** What Slipway keeps of engines is what the docker command line of the engine's own release keeps. */
describe('engine: docker contexts', function () {
  this.timeout(60_000);
  let folder = '';
  let docker: readonly [string, ...string[]];
  let pem: { readonly ca: string; readonly certificate: string; readonly key: string };

  before(async function () {
    const version = process.env['SLIPWAY_TEST_ENGINE'] as EngineVersion | 'attached';
    // Podman has a store of another kind, and no docker of its own.
    if (version === 'podman') this.skip();
    docker = await dockerCommandLine(version);
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-docker-contexts-'));
    const { certificateFile, keyFile } = await makeCertificate(folder);
    pem = { ca: certificateFile, certificate: certificateFile, key: keyFile };
  });
  after(async () => {
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  const configuration = async (name: string): Promise<string> => {
    const made = path.join(folder, name);
    await mkdir(made, { recursive: true });
    return made;
  };
  const store = (directory: string) => new ContextStore({ ...hostEnvironment(), variables: { DOCKER_CONFIG: directory } });
  const said = async (directory: string, ...words: readonly string[]): Promise<string> => {
    const [program, ...before] = docker;
    const { stdout } = await promisify(execFile)(program, [...before, ...words], { env: { DOCKER_CONFIG: directory, HOME: directory, PATH: process.env['PATH'] } });
    return stdout;
  };

  /** Files of a store by name, with mode and content, and its folders with their modes. */
  async function listing(directory: string): Promise<readonly string[]> {
    const entries = await readdir(path.join(directory, 'contexts'), { recursive: true, withFileTypes: true });
    const lines = entries.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const mode = ((await stat(file)).mode & 0o777).toString(8);
      return `${path.relative(directory, file)} ${mode} ${entry.isFile() ? await readFile(file, 'utf8') : ''}`;
    });
    return (await Promise.all(lines)).sort();
  }

  const kinds: readonly (readonly [string, () => ContextContent, () => readonly string[]])[] = [
    ['plain', () => ({ address: 'tcp://10.1.2.3:2375' }), () => ['--docker', 'host=tcp://10.1.2.3:2375']],
    ['a-socket', () => ({ address: 'unix:///run/x.sock', description: 'of “mine” <&> "é"' }), () => ['--description', 'of “mine” <&> "é"', '--docker', 'host=unix:///run/x.sock']],
    ['over.ssh', () => ({ address: 'ssh://me@far:2222' }), () => ['--docker', 'host=ssh://me@far:2222']],
    ['secured', () => ({ address: 'tcp://10.1.2.3:2376', tls: { ...pem, verify: true } }), () => ['--docker', `host=tcp://10.1.2.3:2376,ca=${pem.ca},cert=${pem.certificate},key=${pem.key}`]],
    ['authority', () => ({ address: 'tcp://10.1.2.3:2376', tls: { ca: pem.ca, verify: true } }), () => ['--docker', `host=tcp://10.1.2.3:2376,ca=${pem.ca}`]],
    ['unchecked', () => ({ address: 'tcp://10.1.2.3:2376', tls: { verify: false } }), () => ['--docker', 'host=tcp://10.1.2.3:2376,skip-tls-verify=true']],
  ];
  for (const [name, content, words] of kinds) {
    it(`are byte for byte those of docker: ${name}`, async () => {
      const [ours, theirs] = [await configuration(`${name}-ours`), await configuration(`${name}-theirs`)];
      await store(ours).create(name, content());
      await said(theirs, 'context', 'create', name, ...words());
      assert.deepEqual(await listing(ours), await listing(theirs));
      // Each reads what the other has written, and an update of either is the same.
      const { address, description, tls } = await store(theirs).read(name);
      assert.deepEqual([address, description, tls?.verify], [content().address, content().description, content().tls?.verify]);
      assert.ok((await said(ours, 'context', 'ls')).split('\n').some((line) => line.startsWith(`${name} `) && line.includes(address)));
      const [inspected] = JSON.parse(await said(ours, 'context', 'inspect', name)) as readonly { readonly TLSMaterial: { readonly docker?: readonly string[] } }[];
      assert.deepEqual(inspected?.TLSMaterial.docker ?? [], [tls?.ca, tls?.certificate, tls?.key].flatMap((file) => (file === undefined ? [] : [path.basename(file)])));
      await store(ours).update(name, { address: 'tcp://10.9.9.9:1', description: 'new' });
      await said(theirs, 'context', 'update', name, '--description', 'new', '--docker', 'host=tcp://10.9.9.9:1');
      const plain = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('contexts/tls'));
      assert.deepEqual(plain(await listing(ours)), plain(await listing(theirs)));
    });

    it(`are exported so that docker imports them: ${name}`, async () => {
      const [ours, theirs] = [await configuration(`${name}-out`), await configuration(`${name}-in`)];
      await store(ours).create(name, content());
      const file = path.join(ours, 'exported');
      await store(ours).export(name, file);
      await said(theirs, 'context', 'import', name, file);
      const expected = (await listing(ours)).filter((line) => line.includes('.json') || line.includes('.pem'));
      assert.deepEqual((await listing(theirs)).filter((line) => line.includes('.json') || line.includes('.pem')), expected);
      await store(theirs).remove(name);
      assert.ok(!(await said(theirs, 'context', 'ls')).split('\n').some((line) => line.startsWith(`${name} `)));
    });
  }

  it('lead docker to the engine that was added', async () => {
    const directory = await configuration('added');
    const app = fakeApp({ host: { ...hostEnvironment(), variables: { DOCKER_CONFIG: directory } } });
    const address = `unix://${engineSocket()}`;
    const added = (await runWithAnswers(addEngine, app, { context: 'under-test', address, description: 'of the suite' })) as { readonly version: string };
    assert.equal((await said(directory, '--context', 'under-test', 'version', '--format', '{{.Server.Version}}')).trim(), added.version);
  });
});
