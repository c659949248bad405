import assert from 'node:assert/strict';
import type { Readable } from 'node:stream';
import { installedVersions } from '../../src/commands/dockerfile/installed-versions';
import { TarEntries } from '../../src/core/tar-entries';
import type { Engine } from '../../src/engine/engine';
import { failsWith, loadShellImage, testEngine, unique } from './support';

const dpkg = 'Package: curl\nStatus: install ok installed\nVersion: 7.88.1-10\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n';

async function filesIn(stream: Readable): Promise<Readonly<Record<string, string>>> {
  const entries = new TarEntries(() => true);
  for await (const chunk of stream as AsyncIterable<Buffer>) entries.push(chunk);
  assert.ok(entries.complete);
  const files = [...entries.entries.values()].filter(({ type }) => type === 'file');
  return Object.fromEntries(files.map(({ name, content }) => [name, new TextDecoder().decode(content)]));
}

describe('engine: files of containers', () => {
  let engine: Engine;
  let image: string;

  before(async () => {
    engine = await testEngine();
    const layer = [
      { path: 'var/lib/dpkg/status', content: dpkg },
      { path: 'usr/lib/apk/db/installed', content: 'P:git\nV:2.45.2-r0\n' },
      { path: 'usr/local/lib/python3.11/site-packages/Flask_Login-0.6.3.dist-info/METADATA', content: 'Name: Flask-Login\nVersion: 0.6.3\n\n' },
      { path: 'usr/local/lib/python3.11/site-packages/other-1.dist-info/METADATA', content: 'Name: other\nVersion: 1\n\n' },
      { path: 'usr/local/lib/node_modules/@vue/cli/package.json', content: '{"name":"@vue/cli","version":"5.0.8"}' },
    ];
    image = await loadShellImage(engine, `${unique('slipway-files')}:1`, { layers: [layer] });
  });

  after(async () => {
    await engine.images.remove(image, { force: true });
    engine.dispose();
  });

  it('are read from one that has never run, file by file or folder by folder', async () => {
    const { id } = await engine.containers.create({ body: { Image: image, Cmd: ['true'] } });
    try {
      assert.deepEqual(await filesIn(await engine.containers.readFiles(id, '/var/lib/dpkg/status')), { status: dpkg });
      assert.deepEqual(await filesIn(await engine.containers.readFiles(id, '/usr/local/lib/node_modules')), {
        'node_modules/@vue/cli/package.json': '{"name":"@vue/cli","version":"5.0.8"}',
      });
      await failsWith(engine.containers.readFiles(id, '/none'), 'notFound');
    } finally {
      await engine.containers.remove(id, { force: true });
    }
  });

  it('tell the versions of packages, and leave no container behind', async () => {
    const containers = async (): Promise<readonly string[]> => (await engine.containers.list({ all: true })).map(({ id }) => id).sort();
    const before = await containers();
    const read = async (manager: 'apt' | 'apk' | 'pip' | 'npm', ...names: readonly string[]): Promise<readonly (readonly [string, string])[]> => [
      ...(await installedVersions(engine, image, { manager, separator: '' }, names, new AbortController().signal)),
    ];
    assert.deepEqual(await read('apt', 'curl', 'gone'), [['curl', '7.88.1-10']]);
    assert.deepEqual(await read('apk', 'git'), [['git', '2.45.2-r0']]);
    assert.deepEqual(await read('pip', 'flask-login'), [['flask-login', '0.6.3']]);
    assert.deepEqual(await read('npm', '@vue/cli', 'none'), [['@vue/cli', '5.0.8']]);
    const stopped = AbortSignal.abort();
    await failsWith(installedVersions(engine, image, { manager: 'apt', separator: '' }, ['curl'], stopped), 'cancelled');
    const stopping = new AbortController();
    const stoppedWhileReading: Engine = {
      ...engine,
      containers: {
        ...engine.containers,
        readFiles(...given) {
          stopping.abort();
          return engine.containers.readFiles(...given);
        },
      },
    };
    const reading = installedVersions(stoppedWhileReading, image, { manager: 'apt', separator: '' }, ['curl'], stopping.signal);
    await failsWith(reading, 'cancelled');
    assert.deepEqual(await containers(), before);
  });
});
