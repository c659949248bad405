import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { listCandidates, resolveCandidates } from '../../../../src/engine/contexts/contexts';
import { type HostEnvironment, hostEnvironment } from '../../../../src/engine/contexts/host-environment';

interface Host {
  readonly variables?: Record<string, string>;
  readonly platform?: NodeJS.Platform;
  /** Path to text, or empty for a socket. */
  readonly files?: Record<string, string>;
  readonly links?: Record<string, string>;
}

function host({ variables = {}, platform = 'linux', files = {}, links = {} }: Host = {}): HostEnvironment {
  const separator = platform === 'win32' ? '\\' : '/';
  const paths = Object.keys(files);
  return {
    ...hostEnvironment(),
    variables,
    homeDirectory: platform === 'win32' ? 'C:\\Users\\ada' : platform === 'darwin' ? '/Users/ada' : '/home/ada',
    platform,
    userId: platform === 'win32' ? undefined : 1000,
    readFile: (path) => Promise.resolve(files[path]),
    exists: (path) => paths.some((file) => file === path || file.startsWith(path + separator)),
    list: (path) => {
      const below = paths.filter((file) => file.startsWith(path + separator)).map((file) => file.slice(path.length + 1));
      return Promise.resolve([...new Set(below.map((rest) => rest.split(separator)[0]!))]);
    },
    realPath: (path) => Promise.resolve(links[path] ?? path),
  };
}

const hash = (name: string) => createHash('sha256').update(name).digest('hex');

function context(name: string, address: string, directory = '/home/ada/.docker', extra: object = {}): Record<string, string> {
  const meta = { Name: name, Metadata: { Description: `the ${name}` }, Endpoints: { docker: { Host: address, ...extra } } };
  return { [`${directory}/contexts/meta/${hash(name)}/meta.json`]: JSON.stringify(meta) };
}

const config = (value: object) => ({ '/home/ada/.docker/config.json': JSON.stringify(value) });

async function resolved(environment: Host, setting?: string) {
  const { candidates, explicit, missing } = await resolveCandidates(host(environment), setting);
  return { addresses: candidates.map(({ address }) => address), explicit, missing, first: candidates[0] };
}

describe('engine/contexts/contexts', () => {
  describe('which engine is used', () => {
    const all: Host = {
      variables: { DOCKER_HOST: 'tcp://env:1', DOCKER_CONTEXT: 'remote' },
      files: { ...context('remote', 'ssh://me@far'), ...context('colima', 'unix:///c.sock'), ...config({ currentContext: 'colima' }) },
    };

    it('takes the setting before all others: a context, an id, or an address', async () => {
      assert.deepEqual((await resolved(all, 'colima')).addresses, ['unix:///c.sock']);
      assert.deepEqual((await resolved(all, 'context:colima')).addresses, ['unix:///c.sock']);
      assert.deepEqual((await resolved(all, 'tcp://other:2')).addresses, ['tcp://other:2']);
      assert.deepEqual((await resolved(all, 'default')).addresses, ['unix:///var/run/docker.sock']);
      assert.equal((await resolved(all, 'colima')).explicit, true);
    });

    it('then DOCKER_HOST, then DOCKER_CONTEXT, then the current context, each alone', async () => {
      assert.deepEqual((await resolved(all)).addresses, ['tcp://env:1']);
      const { DOCKER_CONTEXT } = all.variables!;
      assert.deepEqual((await resolved({ ...all, variables: { DOCKER_CONTEXT: DOCKER_CONTEXT! } })).addresses, ['ssh://me@far']);
      assert.deepEqual((await resolved({ ...all, variables: {} })).addresses, ['unix:///c.sock']);
      const fallback = await resolved({ ...all, variables: { DOCKER_CONTEXT: 'default' } });
      assert.equal(fallback.addresses[0], 'unix:///var/run/docker.sock');
      assert.equal(fallback.explicit, false);
    });

    it('takes what is empty for what is not there, as docker does', async () => {
      const current = { files: { ...context('colima', 'unix:///c.sock'), ...config({ currentContext: 'colima' }) } };
      const of = async (variables: Record<string, string>) => (await resolved({ ...current, variables })).addresses[0];
      assert.equal(await of({ DOCKER_CONFIG: '' }), 'unix:///c.sock');
      assert.equal(await of({ DOCKER_HOST: '', DOCKER_CONTEXT: '' }), 'unix:///c.sock');
      assert.equal(await of({ DOCKER_CONTEXT: 'default' }), 'unix:///var/run/docker.sock');
      // Blanks are something: the default address, and the contexts do not count.
      assert.equal(await of({ DOCKER_HOST: ' ', DOCKER_CONTEXT: 'gone' }), 'unix:///var/run/docker.sock');
      assert.equal(await of({ DOCKER_HOST: ':2375', DOCKER_CONTEXT: 'gone' }), 'tcp://localhost:2375');
      assert.deepEqual((await resolved({ ...current, variables: { DOCKER_CONTEXT: ' ' } })).missing, { name: ' ', source: 'DOCKER_CONTEXT' });
      // The variables of TLS alone mean the port of TLS, where no context is chosen.
      assert.equal(await of({ DOCKER_TLS_VERIFY: '1' }), 'unix:///c.sock');
      assert.deepEqual((await resolved({ variables: { DOCKER_TLS_VERIFY: '1' } })).first?.address, 'tcp://localhost:2376');
    });

    it('says that a chosen context does not exist', async () => {
      assert.deepEqual((await resolved({}, 'gone')).missing, { name: 'gone', source: 'slipway.engine.context' });
      assert.deepEqual((await resolved({ variables: { DOCKER_CONTEXT: 'gone' } })).missing, { name: 'gone', source: 'DOCKER_CONTEXT' });
      const current = await resolved({ files: config({ currentContext: 'gone' }) });
      assert.deepEqual([current.addresses, current.missing], [[], { name: 'gone', source: 'config.json' }]);
    });

    it('reads what DOCKER_HOST may look like', async () => {
      const of = async (DOCKER_HOST: string) => (await resolved({ variables: { DOCKER_HOST } })).addresses[0];
      assert.equal(await of('host:2375'), 'tcp://host:2375');
      assert.equal(await of('unix://'), 'unix:///var/run/docker.sock');
      assert.equal(await of('unix:///x.sock'), 'unix:///x.sock');
      assert.equal(await of('ssh://me@far:22'), 'ssh://me@far:22');
    });

    it('secures DOCKER_HOST as the variables ask', async () => {
      const files = { '/certs/ca.pem': '', '/certs/cert.pem': '', '/certs/key.pem': '', '/home/ada/.docker/ca.pem': '' };
      const tls = async (variables: Record<string, string>) => (await resolved({ files, variables: { DOCKER_HOST: 'tcp://h:2376', ...variables } })).first?.tls;
      assert.equal(await tls({ DOCKER_CERT_PATH: '/certs' }), undefined);
      assert.deepEqual(await tls({ DOCKER_TLS_VERIFY: 'yes', DOCKER_CERT_PATH: '/certs' }), {
        ca: '/certs/ca.pem',
        certificate: '/certs/cert.pem',
        key: '/certs/key.pem',
        verify: true,
      });
      assert.deepEqual(await tls({ DOCKER_TLS_VERIFY: '1' }), { ca: '/home/ada/.docker/ca.pem', verify: true });
      assert.deepEqual(await tls({ DOCKER_TLS: '1', DOCKER_CERT_PATH: '/none' }), { verify: false });
    });

    it('reads contexts with their TLS material, also from $DOCKER_CONFIG', async () => {
      const tlsDirectory = `/conf/contexts/tls/${hash('secure')}/docker`;
      const environment: Host = {
        variables: { DOCKER_CONFIG: '/conf' },
        files: {
          ...context('secure', 'tcp://h:2376', '/conf'),
          [`${tlsDirectory}/ca.pem`]: 'x',
          [`${tlsDirectory}/key.pem`]: 'x',
          ...context('lax', 'tcp://l:2376', '/conf', { SkipTLSVerify: true }),
          ...context('plain', 'tcp://p:2375', '/conf'),
          '/conf/contexts/meta/broken/meta.json': '{',
        },
      };
      assert.deepEqual((await resolved(environment, 'secure')).first, {
        id: 'context:secure',
        name: 'secure',
        address: 'tcp://h:2376',
        source: 'docker context',
        description: 'the secure',
        tls: { ca: `${tlsDirectory}/ca.pem`, key: `${tlsDirectory}/key.pem`, verify: true },
      });
      assert.deepEqual((await resolved(environment, 'lax')).first?.tls, { verify: false });
      assert.equal((await resolved(environment, 'plain')).first?.tls, undefined);
    });

    it('tries the well-known sockets when nothing is chosen', async () => {
      const linux = await resolved({ variables: { XDG_RUNTIME_DIR: '/run/user/1000' }, files: { '/home/ada/.colima/work/docker.sock': '', '/home/ada/.lima/box/sock/docker.sock': '' } });
      assert.equal(linux.explicit, false);
      assert.deepEqual(linux.addresses, [
        'unix:///var/run/docker.sock',
        'unix:///run/user/1000/docker.sock',
        'unix:///home/ada/.docker/run/docker.sock',
        'unix:///home/ada/.docker/desktop/docker.sock',
        'unix:///home/ada/.colima/default/docker.sock',
        'unix:///home/ada/.colima/work/docker.sock',
        'unix:///home/ada/.orbstack/run/docker.sock',
        'unix:///home/ada/.rd/docker.sock',
        'unix:///run/user/1000/podman/podman.sock',
        'unix:///run/podman/podman.sock',
        'unix:///home/ada/.lima/box/sock/docker.sock',
      ]);
      const mac = await resolved({
        platform: 'darwin',
        variables: { TMPDIR: '/var/tmp', COLIMA_HOME: '/colima' },
        files: { '/colima/default/docker.sock': '', '/var/tmp/podman/podman-machine-default-api.sock': '', '/Users/ada/.local/share/containers/podman/machine/qemu/podman.sock': '' },
      });
      for (const address of [
        'unix:///colima/default/docker.sock',
        'unix:///Users/ada/.docker/run/docker.sock',
        'unix:///Users/ada/.orbstack/run/docker.sock',
        'unix:///var/tmp/podman/podman-machine-default-api.sock',
        'unix:///Users/ada/.local/share/containers/podman/machine/qemu/podman.sock',
      ]) {
        assert.ok(mac.addresses.includes(address), address);
      }
      const windows = await resolved({ platform: 'win32' });
      assert.deepEqual(windows.addresses, [
        'npipe:////./pipe/docker_engine',
        'npipe:////./pipe/dockerDesktopLinuxEngine',
        'npipe:////./pipe/dockerDesktopWindowsEngine',
        'npipe:////./pipe/podman-machine-default',
      ]);
    });

    it('finds the configuration of Windows', async () => {
      const directory = 'C:\\Users\\ada\\.docker';
      const meta = { Name: 'far', Endpoints: { docker: { Host: 'ssh://far' } } };
      const files = {
        [`${directory}\\config.json`]: JSON.stringify({ currentContext: 'far' }),
        [`${directory}\\contexts\\meta\\${hash('far')}\\meta.json`]: JSON.stringify(meta),
      };
      assert.deepEqual((await resolved({ platform: 'win32', files })).addresses, ['ssh://far']);
    });
  });

  describe('which engines are listed', () => {
    it('lists the environment, the default, all contexts and the sockets that are there, each place once', async () => {
      const candidates = await listCandidates(
        host({
          variables: { DOCKER_HOST: 'tcp://env:1' },
          files: {
            ...context('colima', 'unix:///home/ada/.colima/default/docker.sock'),
            ...context('again', 'unix:///home/ada/.colima/default/docker.sock'),
            '/home/ada/.colima/default/docker.sock': '',
            '/home/ada/.docker/run/docker.sock': '',
            '/run/podman/podman.sock': '',
            '/var/run/docker.sock': '',
          },
          links: { '/var/run/docker.sock': '/home/ada/.docker/run/docker.sock' },
        }),
        'tcp://set:2',
      );
      assert.deepEqual(
        candidates.map(({ id }) => id),
        ['environment', 'context:default', 'context:again', 'context:colima', 'socket:/run/podman/podman.sock', 'address:tcp://set:2'],
      );
      assert.equal(new Set(candidates.map(({ id }) => id)).size, candidates.length);
    });

    it('always lists the default, also where nothing is', async () => {
      assert.deepEqual((await listCandidates(host())).map(({ name, address }) => [name, address]), [['default', 'unix:///var/run/docker.sock']]);
    });
  });

  it('takes two ways to write a pipe for one, and lists pipes that are there', async () => {
    const directory = 'C:\\Users\\ada\\.docker';
    const meta = (name: string, address: string) => ({ [`${directory}\\contexts\\meta\\${hash(name)}\\meta.json`]: JSON.stringify({ Name: name, Endpoints: { docker: { Host: address } } }) });
    const opened: string[] = [];
    const windows = host({ platform: 'win32', files: meta('desktop-linux', String.raw`npipe://\\.\PIPE\DockerDesktopLinuxEngine`) });
    const listed = await listCandidates({
      ...windows,
      exists: (path) => {
        if (/pipe/i.test(path)) opened.push(path);
        return windows.exists(path);
      },
      list: (path) => (path === '\\\\.\\pipe\\' ? Promise.resolve(['dockerdesktoplinuxengine', 'Docker_Engine', 'podman-work']) : windows.list(path)),
    });
    assert.deepEqual(listed.map(({ id }) => id), ['context:default', 'context:desktop-linux', 'socket://./pipe/podman-work']);
    assert.deepEqual(opened, []);
  });
});
