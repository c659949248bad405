import assert from 'node:assert/strict';
import { callEngine } from '../../scripts/environment/engine-api';
import { tarOf } from '../../scripts/environment/images';
import { pruneContainers } from '../../src/commands/containers/prune';
import type { AnyCommand } from '../../src/commands/define';
import { pruneImages } from '../../src/commands/images/prune';
import { pruneNetworks } from '../../src/commands/networks/prune';
import { pruneSystem } from '../../src/commands/system/prune';
import { pruneBuildCache } from '../../src/commands/system/prune-build-cache';
import { pruneVolumes } from '../../src/commands/volumes/prune';
import type { PruneOutcome, PrunePageModel } from '../../src/core/prune/page';
import type { Engine } from '../../src/engine/engine';
import { type FakeApp, fakeApp, type FakeAppOptions, runFromRows, runInUsersName, runWithAnswers } from '../support/fake-app';
import { engineControl } from '../support/environment/control';
import { engineSocket, eventually, failsWith, loadShellImage, testEngine, unique } from './support';
import type { PartialEngine } from '../support/partial-engine';

const create = (path: string, body: Buffer | Readonly<Record<string, unknown>>): Promise<string> => callEngine(engineSocket(), path, { method: 'POST', body });
const prefix = unique('slipway-prune');
const label = `prune.test=${prefix}`;
const labels = { 'prune.test': prefix };
const filters = { label: [label] };

describe('engine: prunes', () => {
  let engine: Engine;
  let base: string;
  const podman = process.env['SLIPWAY_TEST_ENGINE'] === 'podman';

  before(async () => {
    engine = await testEngine();
    base = await loadShellImage(engine, `${prefix}:base`);
  });
  after(async () => {
    for (const { id, name } of await engine.containers.list({ all: true })) if (name.includes(prefix)) await engine.containers.remove(id, { force: true, volumes: true });
    for (const { id, name } of await engine.networks.list()) if (name.includes(prefix)) await engine.networks.remove(id);
    for (const { name, labels: own } of await engine.volumes.list()) if (name.includes(prefix) || own['prune.test'] === prefix) await engine.volumes.remove(name);
    for (const tag of (await engine.images.list()).flatMap(({ tags }) => tags)) if (tag.includes(prefix)) await engine.images.remove(tag);
    engine.dispose();
  });

  const app = (options: FakeAppOptions = {}): FakeApp => fakeApp({ engine, information: engine.information, ...options });
  const make = async (name: string, script: string, body: object = {}): Promise<string> =>
    (await engine.containers.create({ name: `${prefix}-${name}`, body: { Image: base, Cmd: ['/bin/sh', '-c', script], StopTimeout: 0, Labels: labels, ...body } })).id;
  const ended = (id: string): Promise<true> =>
    eventually(async () => ((await engine.containers.list({ all: true })).find((container) => container.id === id)?.state === 'exited' ? true : undefined), `${id} ends`);
  const run = async (name: string, script: string, body: object = {}): Promise<string> => {
    const id = await make(name, script, body);
    await engine.containers.start(id);
    return id;
  };
  const containersLeft = async (): Promise<readonly string[]> =>
    (await engine.containers.list({ all: true })).map(({ name }) => name).filter((name) => name.startsWith(`${prefix}-`)).map((name) => name.slice(prefix.length + 1)).sort();
  const volumesLeft = async (): Promise<readonly string[]> => (await engine.volumes.list()).map(({ name }) => name);
  const networksLeft = async (): Promise<readonly string[]> => (await engine.networks.list()).map(({ name }) => name);
  /** Runs a command whose page has everything ticked that it lists of ours; `meanwhile` happens between plan and removal. */
  const onPage = async (command: AnyCommand, answers: object, wanted: (model: PrunePageModel) => readonly string[], meanwhile: () => Promise<unknown> = () => Promise.resolve()): Promise<{ readonly model: PrunePageModel; readonly outcome: PruneOutcome; readonly fake: FakeApp }> => {
    let model: PrunePageModel | undefined;
    const fake = app({
      prunePage: async (page) => {
        model = page.model;
        await meanwhile();
        return page.wish({ kind: 'remove', items: wanted(page.model) });
      },
    });
    // The question about volumes with a name is answered with yes.
    Object.assign(fake.ask, { confirm: () => Promise.resolve() });
    const outcome = (await runInUsersName(command, fake, { ...answers })) as PruneOutcome;
    assert.ok(model);
    return { model, outcome, fake };
  };
  const all = (model: PrunePageModel): readonly string[] => model.plan.items.map(({ key }) => key);
  const named = (model: PrunePageModel): readonly string[] => model.plan.items.flatMap(({ names }) => names).map((name) => name.replace(`${prefix}-`, '')).sort();

  it('removes stopped containers, with the bytes they have written, and not one that was started meanwhile', async () => {
    const wrote = await run('wrote', 'head -c 300000 /dev/zero > /blob');
    await ended(wrote);
    const later = await make('later', 'sleep 600');
    await make('created', 'true');
    await make('other', 'true', { Labels: {} });
    await run('running', 'sleep 600');
    const { model, outcome } = await onPage(pruneContainers, { filters }, all, () => engine.containers.start(later));
    assert.deepEqual(named(model), ['created', 'later', 'wrote']);
    const bytes = model.plan.items.find(({ id }) => id === wrote)?.bytes ?? 0;
    assert.ok(bytes >= 300_000 && bytes < 400_000, String(bytes));
    assert.deepEqual(await containersLeft(), ['later', 'other', 'running']);
    assert.deepEqual(outcome.removed.map(({ names: [name] }) => name?.slice(prefix.length + 1)).sort(), ['created', 'wrote']);
    assert.deepEqual(outcome.refused.map(({ id }) => id), [later]);
    assert.ok(outcome.freedBytes >= bytes && outcome.freedBytes < bytes + 100_000, String(outcome.freedBytes));
  });

  it('removes networks that nothing is attached to, and not one that a container was given meanwhile', async () => {
    for (const name of ['free', 'busy', 'asleep', 'taken']) await create('/networks/create', { Name: `${prefix}-${name}`, Driver: 'bridge', Labels: labels });
    const on = (name: string): object => ({ HostConfig: { NetworkMode: `${prefix}-${name}` } });
    await run('on-busy', 'sleep 600', on('busy'));
    await ended(await run('on-asleep', 'true', on('asleep')));
    const { model, outcome } = await onPage(pruneNetworks, { filters }, (plan) => plan.plan.items.filter(({ ticked }) => ticked).map(({ key }) => key), () => make('on-taken', 'true', on('taken')));
    assert.deepEqual(named(model), ['asleep', 'free', 'taken']);
    assert.deepEqual(model.plan.items.filter(({ ticked }) => !ticked).map(({ names }) => names), [[`${prefix}-asleep`]]);
    assert.deepEqual((await networksLeft()).filter((name) => name.includes(prefix)).sort(), ['asleep', 'busy', 'taken'].map((name) => `${prefix}-${name}`));
    assert.deepEqual(outcome.removed.map(({ names }) => names), [[`${prefix}-free`]]);
    assert.deepEqual(outcome.refused.map(({ reason }) => reason), [`in use by ${prefix}-on-taken`]);
    assert.ok((await networksLeft()).includes('bridge'));
  });

  it('lists no network that the engine made', async () => {
    const fake = app();
    await runFromRows(pruneNetworks, fake);
    const listed = fake.record.prunePages[0]?.model.plan.items.flatMap(({ names }) => names) ?? [];
    for (const name of ['bridge', 'host', 'none', 'podman']) assert.ok(!listed.includes(name), name);
  });

  it('removes volumes with their bytes, anonymous ones unless told otherwise, and not one that was taken meanwhile', async () => {
    const volume = (name: string): string => `${prefix}-${name}`;
    for (const name of ['left', 'taken', 'used', 'anew']) await create('/volumes/create', { Name: volume(name), Labels: labels });
    await ended(await run('fills', 'head -c 200000 /dev/zero > /data/blob', { HostConfig: { Binds: [`${volume('left')}:/data`] } }));
    const anonymous = (JSON.parse(await create('/volumes/create', { Labels: labels })) as { Name: string }).Name;
    await run('uses', 'true', { HostConfig: { Binds: [`${volume('used')}:/data`] } });
    await engine.containers.remove(`${prefix}-fills`);
    const narrow = app();
    await runInUsersName(pruneVolumes, narrow, { filters });
    assert.deepEqual(narrow.record.prunePages[0]?.model.plan.items.map(({ id }) => id), [anonymous]);
    const { model, outcome } = await onPage(pruneVolumes, { scope: 'unused', filters }, all, async () => {
      await make('takes', 'true', { HostConfig: { Binds: [`${volume('taken')}:/data`] } });
      await engine.volumes.remove(volume('anew'));
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      await create('/volumes/create', { Name: volume('anew'), Labels: labels });
    });
    assert.deepEqual(model.plan.items.map(({ id }) => id).sort(), [anonymous, ...['anew', 'left', 'taken'].map(volume)].sort());
    const bytes = model.plan.items.find(({ id }) => id === volume('left'))?.bytes ?? 0;
    assert.ok(bytes >= 200_000 && bytes < 250_000, String(bytes));
    const left = await volumesLeft();
    assert.deepEqual([left.includes(anonymous), ...['left', 'taken', 'used', 'anew'].map((name) => left.includes(volume(name)))], [false, false, true, true, true]);
    assert.deepEqual(outcome.refused.map(({ id }) => id).sort(), ['anew', 'taken'].map(volume).sort());
    assert.ok(outcome.freedBytes >= bytes, String(outcome.freedBytes));
  });

  it('removes images that became unused through the containers of the same plan, and those alone', async () => {
    for (const name of ['one', 'two', 'three']) await engine.images.tag(await derived(name), `${prefix}-${name}:1`);
    const one = await make('of-one', 'true', { Image: `${prefix}-one:1`, HostConfig: { Binds: [`${prefix}-data:/data`] } });
    await make('of-two', 'true', { Image: `${prefix}-two:1` });
    await run('of-three', 'sleep 600', { Image: `${prefix}-three:1` });
    const key = async (tag: string): Promise<string> => `images:${(await engine.images.list()).find(({ tags }) => tags.some((known) => known.endsWith(tag)))?.id ?? ''}`;
    const [imageOne, imageTwo, imageThree] = [await key(`${prefix}-one:1`), await key(`${prefix}-two:1`), await key(`${prefix}-three:1`)];
    const { model, outcome } = await onPage(pruneSystem, { scope: 'unused', volumes: 'unused' }, () => [`containers:${one}`, `volumes:${prefix}-data`, imageOne, imageTwo]);
    const item = (wanted: string) => model.plan.items.find((entry) => entry.key === wanted);
    assert.deepEqual(item(imageOne)?.needs, [`containers:${one}`]);
    assert.deepEqual(item(`volumes:${prefix}-data`)?.needs, [`containers:${one}`]);
    assert.equal(item(imageThree), undefined);
    // Whatever else is unused on this engine was listed, and stayed.
    assert.deepEqual(outcome.removed.map(({ kind }) => kind), ['containers', 'volumes', 'images']);
    assert.deepEqual(outcome.refused.map(({ id }) => `images:${id}`), [imageTwo]);
    const left = await containersLeft();
    assert.deepEqual([left.includes('of-one'), left.includes('of-two'), left.includes('of-three')], [false, true, true]);
    assert.equal((await volumesLeft()).includes(`${prefix}-data`), false);
    const tags = (await engine.images.list()).flatMap((image) => image.tags).join();
    assert.deepEqual([tags.includes(`${prefix}-one:1`), tags.includes(`${prefix}-two:1`), tags.includes(`${prefix}-three:1`)], [false, true, true]);
  });

  it('removes nothing of what is not ticked, also when it is unused', async () => {
    await engine.images.tag(await derived('kept'), `${prefix}-kept:1`);
    const outcome = (await runWithAnswers(pruneImages, app(), { scope: 'unused', items: [] })) as PruneOutcome;
    assert.deepEqual(outcome.removed, []);
    assert.ok((await engine.images.list()).some(({ tags }) => tags.some((tag) => tag.endsWith(`${prefix}-kept:1`))));
  });

  it('removes records of the build cache one by one, those that are built on others first', async function () {
    if (podman) {
      await failsWith(runFromRows(pruneBuildCache, app()), 'unsupported');
      const fake = app();
      await runInUsersName(pruneSystem, fake, {});
      assert.deepEqual(fake.record.prunePages[0]?.model.plan.notes, ['This engine has no build cache.']);
      return;
    }
    await build('first');
    const records = async () => (await engine.system.diskUsage(undefined, ['buildCache'])).buildCache;
    const mine = async () => (await records()).filter(({ description }) => description.includes(prefix));
    const top = (await mine()).find(({ description }) => description.includes('top'));
    const below = (await mine()).find(({ description }) => description.includes('below'));
    assert.ok(top && below, JSON.stringify(await mine()));
    // The image has the layers of both: only the wide scope has them.
    const narrow = app();
    await runInUsersName(pruneBuildCache, narrow, {});
    assert.equal(narrow.record.prunePages[0]?.model.plan.items.some(({ id }) => id === top.id), false);
    const blocked = (await runWithAnswers(pruneBuildCache, app(), { scope: 'unused', items: [below.id] })) as PruneOutcome;
    assert.deepEqual(blocked.refused.map(({ reason }) => reason), ['cache built on it still exists']);
    assert.equal((await mine()).length, 2);
    const before = (await records()).map(({ id }) => id);
    const { model, outcome, fake } = await onPage(pruneBuildCache, { scope: 'unused' }, () => [below.id, top.id].map((id) => `buildCache:${id}`));
    assert.deepEqual(model.plan.items.find(({ id }) => id === below.id)?.needs, [`buildCache:${top.id}`]);
    assert.deepEqual(outcome.removed.map(({ id }) => id), [top.id, below.id]);
    assert.deepEqual((await records()).map(({ id }) => id).sort(), before.filter((id) => id !== top.id && id !== below.id).sort());
    assert.deepEqual(fake.record.commands, [top.id, below.id].map((id) => `docker builder prune --all --force --filter 'id=^${id}$'`));
    const again = (await runWithAnswers(pruneBuildCache, app(), { scope: 'unused', items: [top.id] })) as PruneOutcome;
    assert.deepEqual(again.refused.map(({ reason }) => reason), ['it cannot be pruned']);
  });

  it('tells what went when the engine is killed in the middle, and touches nothing else', async function () {
    if (process.env['SLIPWAY_TEST_CONTROL'] === undefined) this.skip();
    this.timeout(120_000);
    const wanted = await Promise.all(['1', '2', '3', '4', '5'].map((name) => make(`killed-${name}`, 'true')));
    await make('beside', 'true');
    let removals = 0;
    const mortal: PartialEngine = {
      ...engine,
      containers: {
        ...engine.containers,
        remove: async (id, options) => {
          if (++removals === 3) await engineControl.kill();
          return engine.containers.remove(id, options);
        },
      },
    };
    const outcome = (await runWithAnswers(pruneContainers, fakeApp({ engine: mortal, information: engine.information }), { items: wanted })) as PruneOutcome;
    await engineControl.start();
    assert.equal(removals, 3);
    assert.notEqual(outcome.interrupted, undefined);
    assert.deepEqual([outcome.removed.length, outcome.refused.length, outcome.untouched.length, outcome.stopped], [2, 1, 2, false]);
    const left = new Set((await engine.containers.list({ all: true })).map(({ id }) => id));
    for (const { id } of outcome.removed) assert.ok(!left.has(id), `${id} is said to be gone`);
    for (const { id } of [...outcome.refused, ...outcome.untouched]) assert.ok(left.has(id), `${id} is said to be there`);
    assert.ok((await containersLeft()).includes('beside'));
  });

  /** An image of one more small layer. */
  async function derived(name: string): Promise<string> {
    const id = await run(`makes-${name}`, `echo ${name} > /${name}`);
    await ended(id);
    const { imageId } = await engine.containers.commit(id, { reference: `${prefix}-${name}:1` });
    await engine.containers.remove(id);
    return imageId;
  }

  /** A build by BuildKit with two layers, which leaves records behind. */
  async function build(name: string): Promise<void> {
    const dockerfile = `FROM ${base}\nRUN echo ${prefix} below > /below; head -c 5000 /dev/urandom > /a\nRUN echo ${prefix} top > /top\n`;
    const said = await create(`/build?version=2&t=${prefix}-${name}:1`, await tarOf([{ path: 'Dockerfile', content: dockerfile }]));
    assert.ok(!said.includes('"error"'), said);
  }
});
