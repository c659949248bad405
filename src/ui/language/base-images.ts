import { DisposableStore, type Disposable } from '../../core/disposable';
import { SlipwayError } from '../../core/errors';
import type { BaseImages } from '../../dockerfile/facts/build-context';
import type { EngineConnection } from '../../engine/connection/connection';

interface ImageFacts {
  readonly variables: readonly string[];
  /** `linux/amd64`. */
  readonly platform: string;
}

/**
 * What the engine knows of base images, asked for by name behind the back of whoever wants to know: the first question
 * about an image finds nothing and starts a look-up. Never connects; without a connection nothing is known.
 */
export class EngineBaseImages implements Disposable {
  private readonly owned = new DisposableStore();
  /** By name; `null`: not in the engine. */
  private readonly facts = new Map<string, ImageFacts | null>();
  /** Names that somebody wanted to know about. */
  private readonly wanted = new Set<string>();
  private readonly asking = new Set<string>();
  private current: BaseImages = this.make();

  /** @param changed something is known that was not, or another thing */
  constructor(
    private readonly connection: EngineConnection,
    private readonly changed: () => void,
  ) {
    this.owned.add(
      connection.onEvent(({ type }) => {
        if (type === 'image') this.askAgain();
      }),
    );
    this.owned.add(connection.onReset(() => this.askAgain()));
    this.owned.add(
      connection.onState(({ kind }) => {
        if (kind === 'connected') this.askAgain();
      }),
    );
  }

  /** What is known now; another object as soon as it is more or other. */
  get snapshot(): BaseImages {
    return this.current;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private make(): BaseImages {
    return {
      environment: (image) => this.of(image)?.variables,
      platform: (image) => {
        const facts = this.of(image);
        const { state } = this.connection;
        return facts && state.kind === 'connected'
          ? { actual: facts.platform, expected: withoutVariant(state.information.platform) }
          : undefined;
      },
    };
  }

  private of(image: string): ImageFacts | undefined {
    const known = this.facts.get(image);
    if (known === undefined && image !== '' && image !== 'scratch' && !image.includes('$')) {
      this.wanted.add(image);
      this.ask(image);
    }
    return known ?? undefined;
  }

  private askAgain(): void {
    for (const image of this.wanted) this.ask(image);
  }

  private ask(image: string): void {
    if (this.connection.state.kind !== 'connected' || this.asking.has(image)) return;
    this.asking.add(image);
    void this.lookUp(image).then((facts) => {
      this.asking.delete(image);
      if (facts === undefined) return;
      const before = this.facts.get(image);
      this.facts.set(image, facts);
      if (JSON.stringify(before ?? null) === JSON.stringify(facts)) return;
      this.current = this.make();
      this.changed();
    });
  }

  /** `null` where the engine does not have it, `undefined` where it cannot be told. */
  private async lookUp(image: string): Promise<ImageFacts | null | undefined> {
    try {
      const engine = await this.connection.engine();
      const { Config, Os, Architecture } = (await engine.images.inspect(image)) as {
        readonly Config?: { readonly Env?: readonly string[] | null };
        readonly Os?: string;
        readonly Architecture?: string;
      };
      const variables = (Config?.Env ?? []).map((entry) => entry.split('=', 1)[0] ?? '').filter((name) => name !== '');
      return { variables, platform: `${Os ?? 'linux'}/${Architecture ?? ''}` };
    } catch (error) {
      return isMissing(error) ? null : undefined;
    }
  }
}

/** Variants (`linux/arm64/v8`) are told by some engines and not by others. */
function withoutVariant(platform: string): string {
  return platform.split('/').slice(0, 2).join('/');
}

function isMissing(error: unknown): boolean {
  return SlipwayError.details(error, 'notFound') !== undefined || SlipwayError.details(error, 'invalidInput') !== undefined;
}
