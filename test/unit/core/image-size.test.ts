import assert from 'node:assert/strict';
import { compareImages } from '../../../src/commands/images/compare';
import { inspectImage } from '../../../src/commands/images/inspect';
import { images } from '../../../src/commands/targets/image-targets';
import { planPrune } from '../../../src/commands/prune/planned';
import { showDiskUsage } from '../../../src/commands/system/disk-usage';
import type { DiskUsagePageModel } from '../../../src/core/disk-usage-page';
import type { ImagePageModel } from '../../../src/core/image-page';
import { sizeNote } from '../../../src/core/image-size';
import { select } from '../../../src/core/prune/selection';
import { formatBytes } from '../../../src/core/sizes';
import { diskUsageOf } from '../../../src/engine/system/disk-usage';
import { imageNode } from '../../../src/nodes/image';
import { repositoryNode } from '../../../src/nodes/repository';
import { ImageSources } from '../../../src/ui/language/knowledge/image-sources';
import { imageText } from '../../../src/ui/language/knowledge/image-text';
import { fakeApp, runFromRows, runWithAnswers } from '../../support/fake-app';
import { image, imageRow } from '../../support/fake-images';
import type { PartialEngine } from '../../support/partial-engine';

/** What the engine's list, its inspection, its history and its measuring of the disk said of one image on Docker 20.10, 28.5 with the containerd store and Podman 4.3. */
const engines = [
  { name: 'overlay2', containerdStore: false, listed: 4_982_704, inspected: 4_982_704, unpacked: 4_982_704, measured: 4_982_704, shared: 1_982_704 },
  { name: 'the containerd store', containerdStore: true, listed: 10_034_243, inspected: 5_016_643, unpacked: 5_017_600, measured: 10_034_243, shared: 2_011_136 },
  { name: 'a store that measures otherwise', containerdStore: true, listed: 10_034_243, inspected: 5_016_643, unpacked: 5_017_600, measured: 5_016_643, shared: 0 },
  { name: 'Podman', containerdStore: false, listed: 5_017_244, inspected: 5_017_244, unpacked: 5_015_552, measured: 5_017_244, shared: 0 },
];

const whole = (text: string): boolean => !/\d,\d|NaN/.test(text);

describe('the size of an image', () => {
  for (const { name, containerdStore, listed, inspected, unpacked, measured, shared } of engines) {
    const subject = { ...image('a', 'app:1'), size: listed };
    const other = { ...image('b', 'other:1'), size: 7 };
    const engine: PartialEngine = {
      images: {
        list: () => Promise.resolve([subject, other]),
        inspect: (id) => Promise.resolve({ Id: id === other.id ? id : subject.id, Size: inspected, RootFS: { Layers: [id] } }),
        history: () => Promise.resolve([{ createdBy: 'RUN make', size: unpacked, created: 0, comment: '' }]),
        layers: (id) => Promise.resolve({ id, layers: [id], layerSizes: [id === other.id ? 7 : unpacked] }),
      },
      containers: { list: () => Promise.resolve([]) },
      system: { diskUsage: () => Promise.resolve(diskUsageOf({ LayersSize: 9, Images: [{ Id: subject.id, Size: measured, SharedSize: shared, Containers: 0 }] })) },
    };
    const fake = () => fakeApp({ engine, information: { containerdStore } });
    const size = formatBytes(listed);

    it(`is the same everywhere with ${name}`, async () => {
      const row = imageRow(subject);
      const tooltip = String(await imageNode.tooltip?.(row.data, fake()));
      const texts: Record<string, string> = {
        row: imageNode.view(row.data).description ?? '',
        'row for screen readers': imageNode.view(row.data).accessibleLabel,
        tooltip,
        'tooltip of its repository': String(await repositoryNode.tooltip?.({ name: 'app', images: [row.data, { ...row.data, label: '2' }] }, fake())),
        'list of a question': (await images.choices(fake()))[0]?.description ?? '',
      };
      const compared = fake();
      await runWithAnswers(compareImages, compared, { images: ['app:1', 'other:1'] });
      texts['comparison'] = /Size: .*/.exec(compared.record.differences[0]?.left ?? '')?.[0] ?? '';
      const sources = new ImageSources(fake());
      await sources.inspected.get('app:1').more;
      const inEngine = sources.inspected.get('app:1').answer ?? undefined;
      texts['hover in the editor'] = imageText({ reference: 'app:1', registry: 'docker.io', inEngine, inRegistry: undefined, now: 0 }) ?? '';
      sources.dispose();
      for (const [place, text] of Object.entries(texts)) assert.ok(text.includes(size), `${place}: ${text}`);

      const page = (await runWithAnswers(inspectImage, fake(), { image: 'app:1' })) as ImagePageModel;
      assert.equal(page.details.size, listed, 'page');
      const disk = (await runFromRows(showDiskUsage, fake())) as DiskUsagePageModel;
      assert.equal(disk.usage.images[0]?.size, listed, 'disk usage');
      const { plan } = await planPrune(fake(), { subject: 'images', scope: 'unused', filters: {} });
      assert.equal(plan.items[0]?.bytes, listed, 'prune plan');
      assert.equal(select(plan, new Set([plan.items[0].key])).bytes, containerdStore ? listed : unpacked, 'what the plan frees');

      assert.equal(tooltip.includes('docker image inspect'), containerdStore, tooltip);
      assert.equal((page.sizeNote ?? '').includes('docker image inspect'), containerdStore);
      assert.ok(!containerdStore || page.sizeNote?.startsWith('5.02MB of unpacked files and 5.02MB of compressed layers') === true, page.sizeNote);
    });
  }

  it('has a note only where docker shows another elsewhere', () => {
    assert.equal(sizeNote(false, 10, 5), undefined);
    for (const unpacked of [undefined, 0, 10, 11]) {
      const note = sizeNote(true, 10, unpacked) ?? '';
      assert.ok(note.includes('their sum') && whole(note), note);
    }
  });
});
