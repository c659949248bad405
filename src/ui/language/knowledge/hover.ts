import * as vscode from 'vscode';
import { tryParseReference, familiarReference, withDefaultTag } from '../../../core/reference';
import { imageAt } from '../../../dockerfile/features/image-at';
import { documentRange } from '../documents';
import { inTime } from './background';
import { imageText } from './image-text';
import type { ImageSources } from './image-sources';
import { parsed } from './parsed';

const engineMilliseconds = 2000;
/** A registry is waited for only where the engine knows nothing. */
const registryMilliseconds = 4000;
const additionMilliseconds = 250;

/** Facts of the image whose name is under the pointer. */
export class ImageHover implements vscode.HoverProvider {
  constructor(private readonly sources: ImageSources) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const named = imageAt(parsed(document), document.offsetAt(position));
    const parsedReference = named && tryParseReference(named.reference);
    if (!parsedReference) return undefined;
    const { domain, path, digest } = parsedReference;
    // Engines do not find a name that has a tag and a digest.
    const key = familiarReference(digest === undefined ? withDefaultTag(parsedReference) : { domain, path, digest });
    const abandoned = token.onCancellationRequested(() => this.sources.facts.abandon(key));
    try {
      const engine = this.sources.isConnected ? this.sources.inspected.get(key) : undefined;
      const registry = this.sources.facts.get(key);
      await inTime(engine?.more, engineMilliseconds);
      const inEngine = engine ? (this.sources.inspected.get(key).answer ?? undefined) : undefined;
      await inTime(registry.more, inEngine ? additionMilliseconds : registryMilliseconds);
      if (token.isCancellationRequested) return undefined;
      const inRegistry = this.sources.facts.get(key).answer;
      const text = imageText({ reference: familiarReference(parsedReference), registry: domain, inEngine, inRegistry, now: Date.now() });
      return text === undefined ? undefined : new vscode.Hover(new vscode.MarkdownString(text), documentRange(document, named.range));
    } finally {
      abandoned.dispose();
    }
  }
}
