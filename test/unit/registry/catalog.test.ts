import assert from 'node:assert/strict';
import { hostEnvironment } from '../../../src/engine/contexts/host-environment';
import { networkAccess } from '../../../src/registry/network-access';
import type { CatalogRefusal } from '../../../src/registry/registries';
import { RegistriesService } from '../../../src/registry/registries-service';
import { nodeType, type Node } from '../../../src/nodes/define';
import { registryNode } from '../../../src/nodes/registry';
import { fakeApp } from '../../support/fake-app';
import { FakeRegistry, type FakeAnswer } from '../../support/fake-registry';

const bodies: Readonly<Record<string, unknown>> = {
  'errors of the specification': { errors: [{ code: 'UNSUPPORTED', message: 'The operation is unsupported.' }] },
  'an error of another kind': { errors: [{ code: 'UNAUTHORIZED', message: 'unauthorized to list catalog: unauthorized' }] },
  'a web page': '<html><body>no</body></html>',
  nothing: '',
};

describe('a registry that does not list its repositories', function () {
  this.timeout(30_000);
  let fake: FakeRegistry;
  beforeEach(async () => {
    fake = await FakeRegistry.start();
  });
  afterEach(() => fake.stop());

  /** What its row shows, with a log-in or without. */
  async function shown(password?: string, remembered: readonly string[] = []): Promise<{ readonly refusal: CatalogRefusal | undefined; readonly rows: readonly string[]; readonly nodes: readonly Node[] }> {
    const app = fakeApp();
    const service = new RegistriesService({ ...app, access: () => Promise.resolve({ ...networkAccess(() => [], hostEnvironment()), storedLogIn: () => Promise.resolve(undefined) }) });
    const address = fake.address;
    await service.add(address);
    for (const name of remembered) await service.remember(address, name);
    if (password !== undefined) await app.secrets.set(`registry:${address}`, JSON.stringify({ username: 'me', password }));
    const entry = service.list().find((known) => known.address === address) ?? assert.fail();
    const row = registryNode.make({ entry, user: await service.userName(address) });
    const nodes = (await nodeType(row).children?.(row.data, { ...app, registries: service }, new AbortController().signal)) ?? [];
    const rows = nodes.map((node) => {
      const { label, description } = nodeType(node).view(node.data);
      return [label, ...(description === undefined ? [] : [description])].join(': ').replace(address, 'R');
    });
    return { refusal: (await service.repositoryList(address)).refusal, rows, nodes };
  }
  const right = `Basic ${Buffer.from('me:right').toString('base64')}`;
  /** Everything but the list takes the right password, as Harbor does. */
  const demandLogIn = (listed: FakeAnswer): void => {
    const challenge = { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="r"' } };
    for (const [path, answer] of [['/v2/', {}], ['/v2/_catalog', listed]] as const) {
      fake.choose(path, ({ authorization }) => (authorization === right ? answer : challenge));
    }
  };

  for (const status of [400, 404, 405, 406, 410, 415, 422, 501]) {
    it(`and answers ${String(status)} says so and offers to add one`, async () => {
      for (const [what, body] of Object.entries(bodies)) {
        fake.answer('/v2/_catalog', { status, body });
        for (const password of [undefined, 'right']) {
          const { refusal, rows } = await shown(password);
          assert.deepEqual([refusal, rows], ['none', ['No list of repositories: R does not list its repositories.', 'Add a Repository…']], what);
        }
        assert.deepEqual((await shown(undefined, ['b', 'a/x'])).rows, ['No list of repositories: R does not list its repositories.', 'a/x', 'b', 'Add a Repository…'], what);
      }
    });
  }

  it('and calls it unsupported, with whatever status', async () => {
    for (const status of [401, 403, 418]) {
      fake.answer('/v2/_catalog', { status, body: bodies['errors of the specification'] });
      assert.equal((await shown('right')).refusal, 'none', String(status));
    }
  });

  for (const status of [401, 403]) {
    it(`to this user, by ${String(status)}, tells a right log-in from a wrong one and from none`, async () => {
      for (const [what, body] of Object.entries(bodies).slice(1)) {
        demandLogIn({ status, ...(status === 401 && { headers: { 'WWW-Authenticate': 'Basic realm="r"' } }), body });
        assert.deepEqual((await shown('right')).rows, ['No access to the list: You are logged in as me, but R does not let you list its repositories.', 'Add a Repository…'], what);
        assert.deepEqual((await shown('right', ['team/app'])).rows, ['No access to the list: You are logged in as me, but R does not let you list its repositories.', 'team/app', 'Add a Repository…'], what);
        assert.deepEqual((await shown('wrong')).rows, ['Log-in not accepted: R did not accept the user and password of me.', 'Log In…', 'Add a Repository…'], what);
        assert.deepEqual((await shown()).rows, ['Not logged in: R lists its repositories only to users who are logged in.', 'Log In…', 'Add a Repository…'], what);
      }
    });

    it(`to this user, by ${String(status)} behind a token server`, async () => {
      fake.demandToken('/v2/', {}, { me: 'right' }).demandToken('/v2/_catalog', { status, body: bodies['an error of another kind'] }, { me: 'right' });
      assert.equal((await shown('right')).refusal, 'notAllowed');
      assert.equal((await shown('wrong')).refusal, 'wrongLogIn');
      assert.equal((await shown()).refusal, 'logIn');
    });
  }

  it('because something is broken says what', async () => {
    const unsupported = bodies['errors of the specification'];
    for (const answer of [{ status: 500 }, { status: 503, body: '<html>' }, { status: 500, body: unsupported }, { status: 503, body: unsupported }, { body: '<html>log in' }, { status: 429 }]) {
      fake.answer('/v2/_catalog', answer);
      await assert.rejects(shown());
    }
  });

  it('because it has none says that', async () => {
    fake.answer('/v2/_catalog', { body: { repositories: [] } });
    assert.deepEqual((await shown()).rows, ['No repositories', 'Add a Repository…']);
    fake.answer('/v2/_catalog', { body: { repositories: ['a'] } });
    assert.deepEqual((await shown()).rows, ['a']);
  });

  it('shows names that no image can have, says why and offers nothing on them', async () => {
    const odd = ['Team/App', 'a__b/C', 'a b', 'a//b', '-x', 'x-', 'a:1', 'a@b', 'a'.repeat(300), 'ä', ''];
    fake.answer('/v2/_catalog', { body: { repositories: ['team/app', ...odd] } });
    const { nodes } = await shown();
    assert.deepEqual(nodes.filter(({ kind }) => kind === 'registryRepository').length, 1);
    const messages = nodes.filter(({ kind }) => kind === 'message').map((node) => nodeType(node).view(node.data));
    assert.equal(messages.length, odd.length);
    for (const { label, description } of messages) assert.match(description ?? '', /^cannot be pulled: .+/, label);
    assert.match(messages.find(({ label }) => label === 'Team/App')?.description ?? '', /lower case/);
    assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
  });

  it('goes on with its list where it is opened, and shows nothing twice', async () => {
    const page = (url: string): number => Number(new URLSearchParams(url.split('?')[1]).get('page') ?? 0);
    fake.choose('/v2/_catalog', ({ url }) => ({
      ...(page(url) < 150 && { headers: { Link: `</v2/_catalog?page=${String(page(url) + 1)}>; rel=next` } }),
      body: { repositories: [`r${String(page(url))}`, `r${String(Math.max(0, page(url) - 60))}`] },
    }));
    const app = fakeApp();
    const service = new RegistriesService({ ...app, access: () => Promise.resolve({ ...networkAccess(() => [], hostEnvironment()), storedLogIn: () => Promise.resolve(undefined) }) });
    const entry = { address: fake.address, name: 'R', builtin: false, repositories: [] };
    const rowsBelow = async (node: Node): Promise<readonly Node[]> => (await nodeType(node).children?.(node.data, { ...app, registries: service }, new AbortController().signal)) ?? [];
    const first = await rowsBelow(registryNode.make({ entry, user: undefined }));
    const more = first.at(-1) ?? assert.fail();
    const { label, description, expandable } = nodeType(more).view(more.data);
    assert.deepEqual([first.length, label, description, expandable], [101, 'Show More', 'the list is not complete', 'collapsed']);
    const second = await rowsBelow(more);
    assert.equal(second.length, 51);
    const ids = [...first, ...second].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });
});
