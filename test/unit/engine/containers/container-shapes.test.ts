import assert from 'node:assert/strict';
import { containerSummary } from '../../../../src/engine/containers/container-shapes';

const none = {
  id: '', name: '', image: '', imageId: '', command: '', created: 0, state: 'created', health: 'none', status: '', ports: [], labels: {}, mounts: [], networks: [],
};

describe('engine/containers/container-shapes', () => {
  it('reads a row of the list', () => {
    const id = 'c'.repeat(64);
    assert.deepEqual(
      containerSummary({
        Id: 'abc', Names: ['/other/link', '/web'], Image: 'app:1', ImageID: id, Command: 'sh', Created: 5, State: 'running', Status: 'Up 3 hours (healthy)', SizeRw: 7, Labels: { a: 'b', c: 1 },
        Ports: [{ PrivatePort: 80, PublicPort: 8080, Type: 'tcp', IP: '0.0.0.0' }, { PrivatePort: 53, Type: 'udp' }, { PrivatePort: 90, PublicPort: 0, IP: '' }, null],
        Mounts: [{ Type: 'volume', Name: 'v', Source: '/var/v', Destination: '/v', RW: true }, { Type: 'bind', Source: '/s', Destination: '/d', RW: false }, {}],
        NetworkSettings: { Networks: { bridge: {}, own: {} } },
      }),
      {
        id: 'abc', name: 'web', image: 'app:1', imageId: `sha256:${id}`, command: 'sh', created: 5000, state: 'running', health: 'healthy', status: 'Up 3 hours (healthy)', writtenBytes: 7, labels: { a: 'b' },
        ports: [{ containerPort: 80, protocol: 'tcp', hostIp: '0.0.0.0', hostPort: 8080 }, { containerPort: 53, protocol: 'udp' }, { containerPort: 90, protocol: 'tcp' }, { containerPort: 0, protocol: 'tcp' }],
        mounts: [{ type: 'volume', source: 'v', destination: '/v', readOnly: false }, { type: 'bind', source: '/s', destination: '/d', readOnly: true }, { type: '', source: '', destination: '', readOnly: false }],
        networks: ['bridge', 'own'],
      },
    );
  });
  it('reads nothing as nothing', () => {
    for (const value of [{}, null, [], 'x', { Names: null, Ports: null, Labels: null, Mounts: null, NetworkSettings: null, SizeRw: null }]) assert.deepEqual(containerSummary(value), none);
  });
  for (const [names, name] of [[['/a'], 'a'], [['a'], 'a'], [['/x/a', '/a', '/b'], 'a'], [['/x/a'], 'x/a'], [[], '']] as const) {
    it(`calls it ${name} of ${names.join(' ')}`, () => assert.equal(containerSummary({ Names: names }).name, name));
  }
  const states = { created: 'created', running: 'running', paused: 'paused', restarting: 'restarting', removing: 'removing', exited: 'exited', dead: 'dead', stopped: 'exited', stopping: 'running', configured: 'created', '': 'created' };
  for (const [State, state] of Object.entries(states)) it(`takes ${State} for ${state}`, () => assert.equal(containerSummary({ State }).state, state));
  const healths = {
    'Up 1 second (healthy)': 'healthy', 'Up 1 second (unhealthy)': 'unhealthy', 'Up 1 second (health: starting)': 'starting', 'Up 1 second (starting)': 'starting', 'Up 1 second': 'none', 'starting': 'none', 'Up (Paused)': 'none',
  };
  for (const [Status, health] of Object.entries(healths)) it(`reads ${health} in ${Status}`, () => assert.equal(containerSummary({ Status }).health, health));
});
