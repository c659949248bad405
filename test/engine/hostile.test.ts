import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { imageArchive, shellFiles } from '../../scripts/environment/images';
import { LogTerminal } from '../../src/commands/terminals/log-terminal';
import { historyDockerfile } from '../../src/core/history-dockerfile';
import { imageText } from '../../src/core/image-text';
import { readableJson } from '../../src/core/untrusted';
import { parseDockerfile } from '../../src/dockerfile/parse';
import type { Engine } from '../../src/engine/engine';
import { imageDetailsOf } from '../../src/engine/images/image-details';
import { type Node, nodeType } from '../../src/nodes/define';
import { groupContainers } from '../../src/nodes/trees/containers';
import { groupImages, imageRows } from '../../src/nodes/trees/images';
import { layerNode } from '../../src/nodes/layer';
import { describeError } from '../../src/ui/present';
import { fakeApp } from '../support/fake-app';
import { assertHarmlessLine, assertHarmlessMarkdown, hostileTexts } from '../support/hostile';
import { testEngine, unique } from './support';

/** Engines refuse these in names of labels and in the environment. */
const sendable = (text: string): string => text.replaceAll('\0', '').replace(/[\ud800-\udfff](?![\udc00-\udfff])/g, '');
const texts = Object.entries(hostileTexts).map(([what, text]) => [what, sendable(text)] as const);
const project = 'com.docker.compose.project';

describe('engine: hostile names', () => {
  let engine: Engine;
  let reference: string;
  const name = unique('slipway-hostile');
  const containers: string[] = [];

  before(async () => {
    engine = await testEngine();
    const archive = await imageArchive({
      reference: `${name}:1`,
      layers: [await shellFiles(), ...texts.map(([what]) => [{ path: `hostile ${what}`, content: what }])],
      labels: Object.fromEntries(texts.map(([what, text]) => [`${what} ${text.slice(0, 100)}`, text])),
      env: texts.map(([, text], index) => `HOSTILE_${String(index)}=${text}`),
      history: [{ createdBy: 'ADD rootfs.tar /' }, ...texts.map(([, text]) => ({ createdBy: `RUN /bin/sh -c ${text}`, comment: text }))],
      author: texts[0]?.[1] ?? '',
    });
    const [loaded = ''] = await engine.images.load(Readable.from([archive]), {});
    reference = loaded;
    for (const [index, [, text]] of texts.entries()) {
      const body = { Image: reference, Cmd: ['/bin/sh', '-c', 'printf "%s\\n" "$1"', 'sh', text], Labels: { [project]: text, [text.slice(0, 100)]: text } };
      containers.push((await engine.containers.create({ name: `${name}-${String(index)}`, body })).id);
    }
  });
  after(async () => {
    for (const id of containers) await engine.containers.remove(id, { force: true, volumes: true });
    for (const tag of (await engine.images.list()).flatMap(({ tags }) => tags)) if (tag.includes(name)) await engine.images.remove(tag);
    engine.dispose();
  });

  async function assertHarmlessRows(nodes: readonly Node[]): Promise<void> {
    for (const node of nodes) {
      const type = nodeType(node);
      const { label, description = '', accessibleLabel } = type.view(node.data);
      assertHarmlessLine(label, `${node.kind} label`, 210);
      assertHarmlessLine(description, `${node.kind} description`);
      assertHarmlessLine(accessibleLabel, `${node.kind} for screen readers`);
      if (type.tooltip) assertHarmlessMarkdown(await type.tooltip(node.data, fakeApp()), `${node.kind} tooltip`);
      if (node.kind === 'containerGroup' || node.kind === 'imageGroup') await assertHarmlessRows(await (type.children?.(node.data, fakeApp(), new AbortController().signal) ?? []));
    }
  }

  it('become rows, each in its place', async () => {
    const own = (await engine.containers.list({ all: true })).filter(({ id }) => containers.includes(id));
    assert.equal(own.length, texts.length);
    const groups = groupContainers(own, true, () => 0);
    assert.equal(groups.length, new Set(texts.map(([, text]) => text)).size, 'a project for each label');
    await assertHarmlessRows(groups);
    const images = (await engine.images.list()).filter(({ tags }) => tags.includes(reference));
    assert.equal(images.length, 1);
    for (const label of Object.keys(images[0]?.labels ?? {})) await assertHarmlessRows(groupImages(imageRows(images, new Map()), 'name', { by: 'label', label }));
  });

  it('become steps, a Dockerfile and documents of as many parts as there are', async () => {
    const [image] = (await engine.images.list()).filter(({ tags }) => tags.includes(reference));
    assert.ok(image);
    const steps = await engine.images.history(image.id);
    assert.equal(steps.length, texts.length + 1);
    await assertHarmlessRows(steps.map((step, index) => layerNode.make({ parent: '', imageId: image.id, index, step, share: 0.1, base: undefined })));
    const { stages } = parseDockerfile(historyDockerfile(reference, steps));
    const keywords = stages.flatMap(({ instructions }) => instructions.map(({ keyword }) => keyword));
    assert.deepEqual([...new Set(keywords)].sort(), ['ADD', 'FROM', 'RUN']);
    assert.ok(keywords.length <= steps.length + 1, keywords.join(' '));
    const inspected = await engine.images.inspect(image.id);
    for (const line of readableJson(inspected).trimEnd().split('\n')) if (!line.includes('algo')) assertHarmlessLine(line, 'raw JSON', 200_000);
    for (const line of imageText(imageDetailsOf(inspected), steps).split('\n')) assertHarmlessLine(line, 'compared text', 20_100);
  });

  it('are told by no error, event or log as anything but text', async () => {
    const link = '[click](command:workbench.action.quit)';
    const broken = (await engine.containers.create({ name: `${name}-broken`, body: { Image: reference, Cmd: [link] } })).id;
    containers.push(broken);
    const error: unknown = await engine.containers.start(broken).then(() => undefined, (reason: unknown) => reason);
    assertHarmlessLine(describeError(error).message, 'message of the engine');
    for (const [index, [what]] of texts.entries()) {
      const id = containers[index] ?? '';
      await engine.containers.start(id);
      const app = fakeApp({ engine });
      const terminal = new LogTerminal(app, { container: id });
      const written = await new Promise<string>((resolve) => {
        let heard = '';
        terminal.onData((data) => {
          heard += Buffer.from(data).toString();
          if (heard.includes('exit code')) resolve(heard);
        });
      });
      terminal.dispose();
      // eslint-disable-next-line no-control-regex -- these are the characters that must not be there
      assert.doesNotMatch(written, /\u001b(?!\[[\d;:]*[A-HJKfm])|[\u0080-\u009f]|[\u0000-\u0007\u000b\u000c\u000e-\u001a]/u, what);
      assert.ok(written.length > 5, what);
    }
  });
});
