import assert from 'node:assert/strict';
import { diskUsageOf } from '../../../../src/engine/system/disk-usage';
import { engineSystem } from '../../../../src/engine/system/dockerode-system';
import { imageDetailsOf } from '../../../../src/engine/images/image-details';
import { imageMethods } from '../../../../src/engine/images/inspection';
import type { EngineTransport } from '../../../../src/engine/transport/transport';

const id = 'a'.repeat(64);

describe('engine/images/image-details', () => {
  it('reads where the disk went', () => {
    const usage = diskUsageOf({
      LayersSize: 100,
      Images: [{ Id: id, Size: 10, SharedSize: 4, Containers: 2, Created: 5 }, { Id: `sha256:${id}`, Size: 10, SharedSize: 4, Containers: 2, Created: 5 }, { Id: 'b', Size: 20, Containers: -1 }],
      Containers: [
        ...['running', 'paused', 'restarting'].map((State) => ({ Id: State, Names: ['/one', '/two'], Image: 'app', State, SizeRw: 3 })),
        ...['exited', 'created', 'dead', 'removing', ''].map((State) => ({ Id: State, Names: 'plain', State })),
      ],
      Volumes: [{ Name: 'v', UsageData: { Size: 6, RefCount: 1 } }, { Name: 'w', UsageData: null }, {}],
      BuildCache: [
        { ID: 'c', Type: 'regular', Description: 'd', Size: 8, InUse: true, Shared: true, LastUsedAt: '1970-01-01T00:00:02Z', CreatedAt: '1970-01-01T00:00:01Z', Parents: ['p', 'q'] },
        { ID: 'e', InUse: 'yes', Shared: 1, CreatedAt: '1970-01-01T00:00:01Z', ' Parents': ['r'], Parent: 's' },
        { Parent: '', LastUsedAt: '0001-01-01T00:00:00Z' },
      ],
    });
    const stopped = { name: 'plain', image: '', running: false, size: 0 };
    assert.deepEqual(usage, {
      layersSize: 100,
      images: [{ id: `sha256:${id}`, size: 10, sharedSize: 4, containers: 2, created: 5000 }, { id: 'b', size: 20, sharedSize: -1, containers: 0, created: 0 }],
      containers: [...['running', 'paused', 'restarting'].map((state) => ({ id: state, name: 'one', image: 'app', running: true, size: 3 })), ...['exited', 'created', 'dead', 'removing', ''].map((state) => ({ id: state, ...stopped }))],
      volumes: [{ name: 'v', size: 6, users: 1 }, { name: 'w', size: -1, users: -1 }, { name: '', size: -1, users: -1 }],
      buildCache: [
        { id: 'c', kind: 'regular', description: 'd', size: 8, inUse: true, shared: true, lastUsed: 2000, parents: ['p', 'q'] },
        { id: 'e', kind: '', description: '', size: 0, inUse: false, shared: false, lastUsed: 1000, parents: ['r', 's'] },
        { id: '', kind: '', description: '', size: 0, inUse: false, shared: false, lastUsed: 0, parents: [] },
      ],
    });
    assert.equal(diskUsageOf({ Images: [{ Id: 'a', Size: 1 }, { Id: 'b', Size: 2 }] }).layersSize, 3, 'the sum where the engine tells none');
    assert.equal(diskUsageOf({ LayersSize: 0, Images: [{ Id: 'a', Size: 1 }] }).layersSize, 1);
    for (const nothing of [null, {}, { Images: null, Containers: null, Volumes: null, BuildCache: null }]) assert.deepEqual(diskUsageOf(nothing), { layersSize: 0, images: [], containers: [], volumes: [], buildCache: [] });
  });

  const bare = {
    id: '', tags: [], digests: [], platform: '', created: 0, size: 0, author: '', comment: '', builtWith: '', user: '', workingDirectory: '', entrypoint: [], command: [], environment: [], ports: [], volumes: [],
    labels: {}, healthcheck: undefined, stopSignal: '', shell: [], onBuild: [], layers: [],
  };
  it('reads an image', () => {
    const inspected = {
      Id: id, RepoTags: ['a:1', '<none>:<none>'], RepoDigests: ['a@sha256:1', '<none>@<none>'], Os: 'linux', Architecture: 'arm', Variant: 'v7', Created: '1970-01-01T00:00:01Z', Size: 5, Author: 'me', Comment: 'c',
      DockerVersion: '20', RootFS: { Layers: ['l'] },
      Config: {
        User: 'u', WorkingDir: '/w', Entrypoint: ['e'], Cmd: 'one', Env: ['A=b'], ExposedPorts: { '80/tcp': {} }, Volumes: { '/v': {} }, Labels: { l: '1' }, StopSignal: 'INT', Shell: ['sh'], OnBuild: ['RUN x'],
        Healthcheck: { Test: ['CMD', 'x'], Interval: 1, Timeout: 2, StartPeriod: 3, Retries: 4 },
      },
    };
    assert.deepEqual(imageDetailsOf(inspected), {
      id: `sha256:${id}`, tags: ['a:1'], digests: ['a@sha256:1'], platform: 'linux/arm/v7', created: 1000, size: 5, author: 'me', comment: 'c', builtWith: '20', user: 'u', workingDirectory: '/w', entrypoint: ['e'],
      command: ['one'], environment: ['A=b'], ports: ['80/tcp'], volumes: ['/v'], labels: { l: '1' }, healthcheck: { test: ['CMD', 'x'], interval: 1, timeout: 2, startPeriod: 3, retries: 4 }, stopSignal: 'INT',
      shell: ['sh'], onBuild: ['RUN x'], layers: ['l'],
    });
    for (const nothing of [null, {}, { Config: null, RootFS: null, Created: '0001-01-01T00:00:00Z' }, { Created: 'x', Config: { Healthcheck: { Test: [] } } }]) assert.deepEqual(imageDetailsOf(nothing), bare);
    const test = { test: ['NONE'], interval: 0, timeout: 0, startPeriod: 0, retries: 0 };
    for (const podman of [{ Healthcheck: { Test: ['NONE'] } }, { HealthCheck: { Test: ['NONE'] } }]) assert.deepEqual(imageDetailsOf(podman).healthcheck, test);
    assert.equal(imageDetailsOf({ Os: 'linux', Architecture: 'amd64', Variant: '' }).platform, 'linux/amd64');
  });

  describe('asks', () => {
    let asked: object[];
    const methods = (answer: unknown) => {
      asked = [];
      const ask = (kind: string) => ({ signal, ...request }: { readonly signal?: AbortSignal }): Promise<unknown> => {
        asked.push({ kind, ...request, signal });
        return Promise.resolve(answer);
      };
      const transport = { json: ask('json'), longJson: ask('longJson') } as unknown as EngineTransport;
      return { images: imageMethods(transport), system: engineSystem(transport) };
    };
    const { signal } = new AbortController();

    it('for the history of an image, and gives it from its first step on', async () => {
      const history = await methods([{ CreatedBy: 'CMD', Size: 0, Created: 2, Comment: 'c' }, { CreatedBy: 'ADD', Size: 5 }, null]).images.history('app:1', signal);
      assert.deepEqual(history, [{ createdBy: '', size: 0, created: 0, comment: '' }, { createdBy: 'ADD', size: 5, created: 0, comment: '' }, { createdBy: 'CMD', size: 0, created: 2000, comment: 'c' }]);
      assert.deepEqual(asked, [{ kind: 'json', method: 'GET', path: '/images/app:1/history', context: { operation: 'history', what: 'image', name: 'app:1' }, signal }]);
      await assert.rejects(methods([]).images.history('../x'), /invalidInput/);
      assert.deepEqual(asked, []);
    });
    it('where the disk went, of these kinds or of all', async () => {
      const request = { kind: 'longJson', method: 'GET', path: '/system/df', limit: 'list', context: { operation: 'disk usage' }, signal };
      await methods({}).system.diskUsage(signal);
      assert.deepEqual(asked, [request]);
      await methods({}).system.diskUsage(signal, ['images', 'containers', 'volumes', 'buildCache']);
      assert.deepEqual(asked, [{ ...request, query: { type: ['image', 'container', 'volume', 'build-cache'] } }]);
    });
    it('what the engine says of itself', async () => {
      assert.deepEqual(await methods({ ID: 'x' }).system.info(signal), { ID: 'x' });
      assert.deepEqual(asked, [{ kind: 'json', method: 'GET', path: '/info', context: { operation: 'info' }, signal }]);
      assert.deepEqual(await methods(null).system.info(), {});
    });
  });
});
