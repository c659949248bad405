import type { App } from '../../app';
import type { Disposable } from '../../core/disposable';
import { isCancelled } from '../../core/errors';
import type { ImageReference } from '../../core/reference';
import { tagForEngine } from '../../nodes/tag-for-engine';
import type { RegistryTag } from '../../registry/registries';

/**
 * What registries have answered while one box is open: each list and each tag is asked for once, whatever is typed behind
 * it. A list that nobody waits for any more, since another one is wanted, is given up. What fails is empty, and silent: a
 * name can be typed without proposals. Dispose when the box is closed.
 */
export class RegistryReads implements Disposable {
  private readonly lists = new Map<string, Promise<readonly unknown[]>>();
  private readonly facts = new Map<string, RegistryTag>();
  private latest: { readonly key: string; readonly controller: AbortController } | undefined;

  constructor(private readonly app: App) {}

  /** Repositories of a registry as far as it lists them, with those that were added by name. */
  repositories(address: string): Promise<readonly string[]> {
    return this.list(address, (signal) => this.app.registries.repositories(address, signal));
  }

  tags({ domain, path }: ImageReference): Promise<readonly RegistryTag[]> {
    return this.list(`${domain}/${path}`, (signal) => this.app.registries.tags(domain, path, signal));
  }

  /** A tag with what its registry tells of it alone; as it is when the registry tells nothing. */
  async tag({ domain, path }: ImageReference, tag: RegistryTag, signal: AbortSignal): Promise<RegistryTag> {
    if (tag.platforms !== undefined) return tag;
    const key = `${domain}/${path}:${tag.name}`;
    const known = this.facts.get(key);
    if (known || signal.aborted) return known ?? tag;
    try {
      const facts = await tagForEngine(this.app, { registry: domain, repository: path, name: tag.name }, signal);
      this.facts.set(key, facts);
      return facts;
    } catch (error) {
      if (!isCancelled(error)) this.facts.set(key, tag);
      return tag;
    }
  }

  dispose(): void {
    this.latest?.controller.abort();
  }

  private list<Entry>(key: string, read: (signal: AbortSignal) => Promise<readonly Entry[]>): Promise<readonly Entry[]> {
    if (this.latest?.key !== key) this.latest?.controller.abort();
    const known = this.lists.get(key) as Promise<readonly Entry[]> | undefined;
    if (known) return known;
    const controller = new AbortController();
    this.latest = { key, controller };
    const answer = read(controller.signal).catch((error: unknown): readonly Entry[] => {
      // What was given up may be wanted again.
      if (isCancelled(error) && this.lists.get(key) === answer) this.lists.delete(key);
      return [];
    });
    this.lists.set(key, answer);
    return answer;
  }
}
