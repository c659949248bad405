import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { ContextStore, contextNameProblem } from '../../../../src/engine/contexts/context-store';
import { storedContexts } from '../../../../src/engine/contexts/docker-contexts';
import { hostEnvironment } from '../../../../src/engine/contexts/host-environment';
import { testCertificate } from '../../../support/certificate';

const posix = process.platform !== 'win32';

describe('engine/contexts/context-store', () => {
  let folder = '';
  let store: ContextStore;
  const environment = () => ({ ...hostEnvironment(), variables: { DOCKER_CONFIG: join(folder, 'docker') } });
  const pem: Record<'ca' | 'certificate' | 'key', string> = { ca: '', certificate: '', key: '' };
  const hash = createHash('sha256').update('far').digest('hex');
  const metaFile = () => join(folder, 'docker/contexts/meta', hash, 'meta.json');
  const tlsFolder = () => join(folder, 'docker/contexts/tls', hash, 'docker');
  const address = 'tcp://far:2376';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-context-store-'));
    store = new ContextStore(environment());
    for (const [name, text] of [['ca', testCertificate.certificate], ['certificate', testCertificate.certificate], ['key', testCertificate.key]] as const) {
      pem[name] = join(folder, `my-${name}`);
      await writeFile(pem[name], text);
    }
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Every file below docker's folder with its content. */
  async function everything(): Promise<Readonly<Record<string, string>>> {
    const names = await readdir(join(folder, 'docker'), { recursive: true, withFileTypes: true }).catch(() => []);
    const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')] as const)));
  }

  it('keeps a context as docker does, and finds it again', async () => {
    await store.create('far', { address, description: 'a <b> & c', tls: { ...pem, verify: true } });
    assert.equal(await readFile(metaFile(), 'utf8'), String.raw`{"Name":"far","Metadata":{"Description":"a \u003cb\u003e \u0026 c"},"Endpoints":{"docker":{"Host":"tcp://far:2376","SkipTLSVerify":false}}}`);
    assert.equal(await readFile(join(tlsFolder(), 'key.pem'), 'utf8'), testCertificate.key);
    if (posix) {
      for (const [path, mode] of [[tlsFolder(), 0o700], [join(tlsFolder(), '..'), 0o700], [join(tlsFolder(), 'key.pem'), 0o600], [metaFile(), 0o644]] as const) assert.equal((await stat(path)).mode & 0o777, mode, path);
    }
    const tls = { ca: join(tlsFolder(), 'ca.pem'), certificate: join(tlsFolder(), 'cert.pem'), key: join(tlsFolder(), 'key.pem'), verify: true };
    assert.deepEqual(await store.read('far'), { address, description: 'a <b> & c', tls });
    assert.deepEqual((await storedContexts(environment())).map(({ id, tls: found }) => [id, found]), [['context:far', tls]]);
    assert.deepEqual(await readdir(join(folder, 'docker/contexts')), ['meta', 'tls']);
  });

  it('changes a context of docker and keeps what it does not know', async () => {
    await mkdir(join(metaFile(), '..'), { recursive: true });
    await mkdir(join(tlsFolder(), '../kubernetes'), { recursive: true });
    await writeFile(join(tlsFolder(), '../kubernetes/ca.pem'), 'theirs');
    await writeFile(metaFile(), JSON.stringify({ Name: 'far', Metadata: { StackOrchestrator: 'all' }, Endpoints: { docker: { Host: 'tcp://old:1', Extra: 1 }, kubernetes: { Host: 'https://k' } }, More: [1] }));
    await store.update('far', { address, description: 'new', tls: { ca: pem.ca, verify: false } });
    assert.deepEqual(JSON.parse(await readFile(metaFile(), 'utf8')), { Name: 'far', Metadata: { Description: 'new', StackOrchestrator: 'all' }, Endpoints: { docker: { Host: address, Extra: 1, SkipTLSVerify: true }, kubernetes: { Host: 'https://k' } }, More: [1] });
    assert.deepEqual(await readdir(tlsFolder()), ['ca.pem']);
    await store.update('far', { address });
    assert.deepEqual(await store.read('far'), { address });
    assert.equal(await readFile(join(tlsFolder(), '../kubernetes/ca.pem'), 'utf8'), 'theirs');
    await store.remove('far');
    assert.deepEqual(await everything(), {});
  });

  it('can take its own files again', async () => {
    await store.create('far', { address, tls: { ...pem, verify: true } });
    const before = await everything();
    await store.update('far', await store.read('far'));
    assert.deepEqual(await everything(), before);
  });

  const refusals: readonly (readonly [string, (at: typeof pem) => object, RegExp])[] = [
    ['half of a pair', ({ certificate }) => ({ certificate }), /belong together/],
    ['a missing file', () => ({ ca: join(tmpdir(), 'slipway-none.pem') }), /is missing/],
    ['a key in the place of an authority', ({ key }) => ({ ca: key }), /no PEM certificate/],
    ['a file that is no PEM', () => ({ ca: __filename }), /no PEM certificate/],
  ];
  for (const [what, tls, words] of refusals) {
    it(`refuses ${what}, and leaves all as it was`, async () => {
      await assert.rejects(store.create('far', { address, tls: { ...tls(pem), verify: true } }), words);
      assert.deepEqual(await everything(), {});
      await store.create('far', { address, tls: { ...pem, verify: true } });
      const before = await everything();
      await assert.rejects(store.update('far', { address, tls: { ...tls(pem), verify: true } }), words);
      assert.deepEqual(await everything(), before);
    });
  }

  it('puts everything back when the disk refuses in the middle', async () => {
    await store.create('far', { address: 'tcp://old:1', tls: { ca: pem.ca, verify: true } });
    // The certificates are in their place when the file itself turns out to be a folder.
    await rm(metaFile());
    await mkdir(join(metaFile(), 'x'), { recursive: true });
    const before = await everything();
    await assert.rejects(store.create('far', { address, tls: { ...pem, verify: true } }), { kind: 'fileFailed' });
    assert.deepEqual(await everything(), before);
    assert.deepEqual(await readdir(tlsFolder()), ['ca.pem']);
  });

  it('refuses names that docker refuses, and one that is taken', async () => {
    for (const name of ['default', 'a', '-ab', '.ab', 'a b', 'a/b', '../x', '', 'ä-b', 'ab\n']) {
      assert.notEqual(contextNameProblem(name), undefined, name);
      await assert.rejects(store.create(name, { address }), { kind: 'invalidInput' });
    }
    for (const name of ['ab', 'A1', '0.x', 'a+b_c-d.e']) assert.equal(contextNameProblem(name), undefined);
    await store.create('far', { address });
    await assert.rejects(store.create('far', { address }), { kind: 'conflict' });
    await assert.rejects(store.remove('other'), { kind: 'notFound' });
    await assert.rejects(store.read('other'), { kind: 'notFound' });
  });

  it('exports what docker imports', async () => {
    await store.create('far', { address, tls: { ...pem, verify: true } });
    const file = join(folder, 'far.tar');
    await store.export('far', file);
    const entries: string[] = [];
    const reader = extract();
    Readable.from([await readFile(file)]).pipe(reader);
    for await (const entry of reader) {
      entries.push(`${entry.header.name} ${entry.header.type} ${entry.header.mode.toString(8)}`);
      entry.resume();
    }
    assert.deepEqual(entries, ['meta.json file 644', 'tls directory 700', 'tls/docker directory 700', 'tls/docker/ca.pem file 600', 'tls/docker/cert.pem file 600', 'tls/docker/key.pem file 600']);
    if (posix) assert.equal((await stat(file)).mode & 0o777, 0o600);
    await assert.rejects(store.export('other', file), { kind: 'notFound' });
  });
});
