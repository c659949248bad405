import assert from 'node:assert/strict';
import { duplicateBody, freeContainerName } from '../../../../src/core/run/duplicate';
import { withItsVolumes } from '../../../../src/core/run/kept-volumes';
import { parseRunLine } from '../../../../src/core/run-line';

type Json = Readonly<Record<string, unknown>>;
const bodyOf = (line: string): Json => parseRunLine(line).specification.body;
const id = 'a'.repeat(64);

describe('a second container of the same configuration', () => {
  it('gets the next free ports, or what was wished for', () => {
    const body = bodyOf('-p 8080:80 -p 127.0.0.1:9000:90 -p 8081:81 -p 82 -p 7000-7010:83 x');
    const taken = new Set([8080, 8082, 9000]);
    const ports = (wish: 'next' | 'any' | 'none'): unknown => {
      const { body: made, moved } = duplicateBody(body, taken, wish);
      const bindings = (made['HostConfig'] as Json)['PortBindings'] as Readonly<Record<string, readonly { readonly HostPort: string }[]>>;
      return [Object.entries(bindings).map(([port, list]) => `${port}=${list.map(({ HostPort }) => HostPort).join()}`), moved];
    };
    const same = ['81/tcp=8081', '82/tcp=', '83/tcp=7000-7010'];
    assert.deepEqual(ports('any'), [['80/tcp=', '90/tcp=', ...same], [{ from: 8080 }, { from: 9000 }]]);
    assert.deepEqual(ports('none'), [same, [{ from: 8080 }, { from: 9000 }]]);
    // 8081 is taken by the duplicate itself.
    assert.deepEqual(ports('next'), [['80/tcp=8081', '90/tcp=9001', '81/tcp=8082', ...same.slice(1)].map((text) => text.replace('81/tcp=8082', '81/tcp=8083')), [{ from: 8080, to: 8081 }, { from: 9000, to: 9001 }, { from: 8081, to: 8083 }]]);
  });

  it('has no address twice, no membership of a Compose project, and tells what is shared', () => {
    const { body, shared } = duplicateBody(
      bodyOf('--network mine --ip 10.0.0.9 --network-alias db --mac-address 92:d0:c6:0a:29:33 -v data:/d -v /tmp:/t --mount type=volume,src=more,dst=/m -l com.docker.compose.project=shop -l a=b x'),
      new Set(), 'next',
    );
    assert.deepEqual(body['NetworkingConfig'], { EndpointsConfig: { mine: { Aliases: ['db'] } } });
    assert.deepEqual(body['Labels'], { a: 'b' });
    assert.deepEqual(shared, ['data', 'more']);
  });

  it('has a name that nobody has', () => {
    assert.equal(freeContainerName('web', new Set(['web'])), 'web-2');
    assert.equal(freeContainerName('web-2', new Set(['web', 'web-2', 'web-3'])), 'web-4');
  });
});

describe('a container that is made anew', () => {
  it('has the volumes that the engine named', () => {
    const told = {
      Config: { Volumes: { '/anon': {}, '/image': {} } },
      Mounts: [
        { Type: 'volume', Name: 'data', Destination: '/d', RW: true }, { Type: 'volume', Name: id, Destination: '/anon', RW: true },
        { Type: 'volume', Name: `${id}b`, Destination: '/image', RW: true }, { Type: 'volume', Name: `${id}c`, Destination: '/m', RW: true },
        { Type: 'bind', Source: '/tmp', Destination: '/t' },
      ],
    };
    const body = withItsVolumes(bodyOf('-v data:/d:ro -v /anon -v /tmp:/t --mount type=volume,dst=/m x'), told);
    assert.deepEqual(body['HostConfig'], {
      Binds: ['data:/d:ro', '/tmp:/t', `${id}:/anon`, `${id}b:/image`], Mounts: [{ Type: 'volume', Source: `${id}c`, Target: '/m' }],
    });
    assert.equal(body['Volumes'], undefined);
  });

  it('leaves to other containers what is theirs', () => {
    const told = { Config: { Volumes: { '/own': {} } }, Mounts: [{ Type: 'volume', Name: id, Destination: '/theirs' }, { Type: 'volume', Name: id, Destination: '/own' }] };
    assert.deepEqual(withItsVolumes(bodyOf('--volumes-from db x'), told)['HostConfig'], { VolumesFrom: ['db'], Binds: [`${id}:/own`] });
  });
});
