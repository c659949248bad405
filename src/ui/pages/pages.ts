import { type Disposable, DisposableStore } from '../../core/disposable';
import { type DiskUsagePageModel, type DiskUsagePageWish, diskUsagePageWish } from '../../core/disk-usage-page';
import { type ImagePageModel, type ImagePageWish, imagePageWish } from '../../core/image-page';
import { t } from '../../core/localize';
import type { PruneSubject } from '../../core/prune/request';
import { oneLine } from '../../core/untrusted';
import type { Pages } from '../../ports';
import type { Panels } from './panel';
import { PrunePlanPage } from './prune-plan-page';
import { ReadingPage } from './reading-page';

/** The editor pages. Each is open at most once: a second wish shows the one that is there. */
export function createPages(panels: Panels): Pages & Disposable {
  const owned = new DisposableStore();
  const prunes = new Map<PruneSubject, PrunePlanPage>();
  const images = new Map<string, ReadingPage<ImagePageModel, ImagePageWish>>();
  let usage: ReadingPage<DiskUsagePageModel, DiskUsagePageWish> | undefined;
  return {
    image({ model, refresh, fulfil }) {
      const { id } = model.details;
      const open = images.get(id);
      if (open) open.reopen(model);
      else {
        const page = owned.add(
          new ReadingPage<ImagePageModel, ImagePageWish>({
            panels,
            page: 'inspect',
            read: imagePageWish,
            title: oneLine(model.name, 60),
            model,
            async fulfil(wish) {
              if (wish.kind === 'refresh') return refresh();
              return wish.kind === 'ready' ? undefined : fulfil(wish);
            },
            onClose() {
              images.delete(id);
              owned.delete(page);
            },
          }),
        );
        images.set(id, page);
      }
      return Promise.resolve();
    },
    diskUsage({ model, refresh, show, prune: plan, onStale }) {
      if (usage) usage.reopen(model);
      else {
        const page = owned.add(
          new ReadingPage<DiskUsagePageModel, DiskUsagePageWish>({
            panels,
            page: 'disk-usage',
            read: diskUsagePageWish,
            title: t('Disk Usage'),
            model,
            async fulfil(wish) {
              if (wish.kind === 'refresh') return refresh();
              if (wish.kind === 'show') await show(wish.what, wish.id);
              if (wish.kind === 'prune') await plan(wish.what);
              return undefined;
            },
            onClose() {
              usage = undefined;
              stale.dispose();
              owned.delete(page);
            },
          }),
        );
        const stale = onStale(() => void page.perform({ kind: 'refresh' }));
        usage = page;
      }
      return Promise.resolve();
    },
    prunePlan(request) {
      const { subject } = request.model.request;
      const open = prunes.get(subject);
      if (open) return open.reopen(request);
      const page = owned.add(new PrunePlanPage(panels, request));
      prunes.set(subject, page);
      return page.closed.finally(() => {
        prunes.delete(subject);
        owned.delete(page);
      });
    },
    dispose: () => owned.dispose(),
  };
}
