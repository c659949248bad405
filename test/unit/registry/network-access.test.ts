import assert from 'node:assert/strict';
import { SlipwayError } from '../../../src/core/errors';
import { RegistriesService } from '../../../src/registry/registries-service';
import { networkAccess } from '../../../src/registry/network-access';
import { fakeApp } from '../../support/fake-app';
import { FakeRegistry } from '../../support/fake-registry';

const digest = `sha256:${'a'.repeat(64)}`;
/** The last one stands for the identity token that the fake gives at a log-in. */
const users = { ada: 'right', eve: 'other', identity: 'a refresh token' };
const manifests = '/v2/team/app/manifests/1';

describe('registries over the network', () => {
  let fake: FakeRegistry;
  const now = Date.now.bind(Date);
  beforeEach(async () => {
    fake = await FakeRegistry.start();
    fake.demandToken(manifests, { headers: { 'Docker-Content-Digest': digest } }, users);
    fake.demandToken('/v2/', {}, users);
  });
  afterEach(async () => {
    Date.now = now;
    await fake.stop();
  });

  const asked = (path: string): number => fake.requests.filter(({ url }) => url.split('?')[0] === path).length;
  const ada = () => ({ username: 'ada', password: 'right', serverAddress: fake.address });

  it('asks for a token once, until it ends', async () => {
    const access = networkAccess(() => []);
    for (let time = 0; time < 3; time++) assert.equal(await access.digest(fake.address, 'team/app', '1', ada()), digest);
    assert.deepEqual([asked('/token'), asked(manifests)], [1, 4], 'the first is refused once');
    Date.now = () => now() + 290_000;
    await access.digest(fake.address, 'team/app', '1', ada());
    assert.equal(asked('/token'), 1, 'ten seconds before its end');
    Date.now = () => now() + 296_000;
    await access.digest(fake.address, 'team/app', '1', ada());
    assert.equal(asked('/token'), 2, 'at its end');
  });

  it('takes no token of one user for another', async () => {
    const access = networkAccess(() => []);
    await access.digest(fake.address, 'team/app', '1', ada());
    await access.digest(fake.address, 'team/app', '1', { ...ada(), username: 'eve', password: 'other' });
    assert.equal(asked('/token'), 2);
    await assert.rejects(access.digest(fake.address, 'team/app', '1', undefined), (error) => error instanceof SlipwayError && error.kind === 'unauthorized');
  });

  it('keeps no token after a log-in and a log-out', async () => {
    const registries = new RegistriesService({ ...fakeApp(), access: () => Promise.resolve(networkAccess(() => [])) });
    const read = () => registries.digest(fake.address, 'team/app', '1');
    await registries.logIn(fake.address, 'ada', 'right');
    await read();
    await read();
    const before = asked('/token');
    await registries.logIn(fake.address, 'ada', 'right');
    const withLogIn = asked('/token');
    assert.ok(withLogIn > before, 'the log-in asks by itself');
    await read();
    assert.equal(asked('/token'), withLogIn + 1);
    await registries.logOut(fake.address);
    await assert.rejects(read(), (error) => error instanceof SlipwayError && error.kind === 'unauthorized');
  });

  it('goes on when the one who began to ask for the token gives up', async () => {
    const access = networkAccess(() => []);
    await access.digest(fake.address, 'team/app', '1', ada());
    Date.now = () => now() + 400_000;
    const first = new AbortController();
    let tokens = 0;
    fake.answer('/token', (response) => {
      tokens++;
      if (tokens === 1) {
        first.abort();
        return;
      }
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ token: 'token-for:again', expires_in: 300 }));
    });
    const given = access.digest(fake.address, 'team/app', '1', ada(), first.signal);
    const waiting = access.digest(fake.address, 'team/app', '1', ada());
    await assert.rejects(given, (error) => error instanceof SlipwayError && error.kind === 'cancelled');
    assert.equal(await waiting, digest);
    assert.equal(tokens, 2);
  });
});
