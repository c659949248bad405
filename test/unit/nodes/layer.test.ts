import assert from 'node:assert/strict';
import { copyLayerCommand } from '../../../src/commands/layers/copy-command';
import { showImageAsDockerfile } from '../../../src/commands/images/show-as-dockerfile';
import { SlipwayError } from '../../../src/core/errors';
import type { ImageSummary } from '../../../src/engine/images/images';
import { nodeType, type Node } from '../../../src/nodes/define';
import { fakeApp, runFromRows, runWithAnswers } from '../../support/fake-app';
import { image, imageRow } from '../../support/fake-images';
import { keptConfigurations, watchConfigurations } from '../../../src/nodes/kept-configurations';
import { joinEngines, type PartialEngine } from '../../support/partial-engine';

const step = (createdBy: string, size = 0) => ({ createdBy, size, created: 1_700_000_000_000, comment: '' });
const base: ImageSummary = { ...image('b', 'alpine:3'), size: 5_000_000 };
const other: ImageSummary = { ...image('c', 'other:1'), size: 100 };
const app1: ImageSummary = { ...image('a', 'app:1'), size: 6_000_000 };
const rootfs = [step('ADD rootfs.tar / # buildkit', 5_000_000), step('CMD ["sh"]')];
const histories: Readonly<Record<string, readonly ReturnType<typeof step>[]>> = {
  [base.id]: rootfs,
  [other.id]: [step('COPY x /', 100)],
  [app1.id]: [...rootfs, step('RUN /bin/sh -c make "<b>\u202e\u001b[31m" # buildkit', 1_000_000), step('USER me')],
};
const layers: Readonly<Record<string, readonly string[]>> = { [base.id]: ['l1'], [other.id]: ['l9'], [app1.id]: ['l1', 'l2'] };

function engine(calls: string[] = []): PartialEngine {
  return {
    images: {
      list: () => Promise.resolve([app1, base, other]),
      history: (id) => {
        calls.push(id);
        return Promise.resolve(histories[id] ?? []);
      },
      inspect: (id) => Promise.resolve({ RootFS: { Layers: layers[id] ?? [] } }),
    },
    containers: { list: () => Promise.resolve([]) },
  };
}

const below = async (node: Node, app: ReturnType<typeof fakeApp>): Promise<readonly Node[]> =>
  (await nodeType(node).children?.(node.data, app, new AbortController().signal)) ?? [];
const view = (node: Node) => nodeType(node).view(node.data);

describe('steps of an image', () => {
  it('stand below its row with size, share and base, and are read once', async () => {
    const calls: string[] = [];
    const app = fakeApp({ engine: engine(calls) });
    const row = imageRow(app1);
    assert.equal(view(row).expandable, 'collapsed');
    const rows = await below(row, app);
    assert.deepEqual(
      rows.map((node) => [view(node).label, view(node).description]),
      [
        ['ADD rootfs.tar /', '5MB · 83 % · from alpine:3'],
        ['CMD ["sh"]', 'no files · from alpine:3'],
        ['RUN make "<b>\u{fffd}\u{241b}"', '1MB · 17 %'],
        ['USER me', 'no files'],
      ],
    );
    assert.equal(new Set(rows.map(({ id }) => id)).size, 4);
    assert.equal(rows.filter((node) => view(node).accessibleLabel.includes('no files')).length, 2);
    assert.deepEqual(calls, [app1.id, base.id], 'the history of what is no base is not asked for');
    const watch = watchConfigurations(app, () => undefined);
    await keptConfigurations(app);
    const again = nodeType(row).children?.(row.data, app, new AbortController().signal);
    assert.ok(Array.isArray(again), 'known steps are there at once');
    assert.equal(calls.length, 2);
    watch.dispose();
  });

  it('have harmless tooltips', async () => {
    const app = fakeApp({ engine: engine() });
    const rows = await below(imageRow(app1), app);
    const tooltip = String(await nodeType(rows[2]!).tooltip?.(rows[2]!.data, app));
    assert.match(tooltip, /^```\nRUN \/bin\/sh -c make "<b>\u{fffd}\u{241b}" # buildkit\n```\n/u);
    assert.ok(!tooltip.includes('\u202e') && !tooltip.includes('\u001b'));
  });

  it('are copied whole, from rows and with answers', async () => {
    const app = fakeApp({ engine: engine() });
    const rows = await below(imageRow(app1), app);
    assert.equal(await runFromRows(copyLayerCommand, app, rows[0]!, rows[3]!), 'ADD rootfs.tar / # buildkit\nUSER me');
    const answered = fakeApp({ engine: joinEngines(engine(), { images: { history: () => Promise.resolve(histories[app1.id]!) } }) });
    assert.equal(await runWithAnswers(copyLayerCommand, answered, { image: 'app:1', step: 4 }), 'USER me');
    assert.deepEqual(answered.record.commands, ['docker history --no-trunc app:1']);
    await assert.rejects(runWithAnswers(copyLayerCommand, answered, { image: 'app:1', step: 5 }), (error) => error instanceof SlipwayError && error.kind === 'invalidInput');
    await assert.rejects(runWithAnswers(copyLayerCommand, answered, {}), { kind: 'wrongAnswer' });
  });

  it('make a Dockerfile', async () => {
    const app = fakeApp({ engine: engine() });
    const text = String(await runFromRows(showImageAsDockerfile, app, imageRow(app1)));
    assert.match(text, /\nFROM alpine:3\n\n# 1MB\nRUN make /);
    assert.equal(app.record.documents[0]?.language, 'dockerfile');
    assert.equal(app.record.documents[0].title, 'Dockerfile of app:1 (reconstructed)');
    assert.equal(await runWithAnswers(showImageAsDockerfile, app, { image: app1.id.slice(7, 19) }).then(String).then((made) => made.includes('FROM alpine:3')), true);
    await assert.rejects(runWithAnswers(showImageAsDockerfile, app, { image: 'nowhere:1' }), (error) => error instanceof SlipwayError && error.kind === 'notFound');
    assert.deepEqual(app.record.questions, []);
  });
});
