import { pipeline, type Readable, Transform } from 'node:stream';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { own } from '../../core/records';
import { tryParseReference } from '../../core/reference';
import type { Engine } from '../engine';
import { object, text, texts } from '../json/json';
import type { OperationOptions } from '../operation';
import { Limiter } from '../transport/limiter';
import { archivedLayerNames, withoutContents } from './left-out-layers';

/** An image of the engine that has it, with the names under which the other one is to have it; without any it comes by its id alone. */
export interface ImageToCopy {
  readonly id: string;
  readonly names: readonly string[];
}

/** What the other engine has now. */
export interface CopiedImage {
  /** Its id there. */
  readonly id: string;
  /** Its names there: Podman calls `app:1` `localhost/app:1`. */
  readonly names: readonly string[];
  /** Bytes that were sent to it; 0 where it had the image. */
  readonly sent: number;
}

/** What tells whether two engines have the same image. */
interface ImageFacts {
  readonly id: string;
  readonly layers: readonly string[];
  /** What else makes it this image, where engines have ids of different kinds. */
  readonly made: string;
}

const reportMilliseconds = 100;
/** Of more images it is not asked which layers they have: that would take longer than to send them. */
const mostAsked = 400;
/** So many are asked at a time. */
const inFlight = 8;
/** What the engine has whole it takes in, in milliseconds at most, before what it made of it is taken back. */
const takingIn = 60_000;

/**
 * Copies images from one engine to another without a file between: what the one sends the other takes, as fast as it can. An image that is
 * there already is only given its names; of the others the lowest layers that some image there has are left out, where the store of the
 * other engine is not containerd's, which would take an empty layer for the real one. What fails or is cancelled leaves the other engine as
 * it was: what came goes, names go back to the images that had them.
 */
export class ImageCopier {
  private known: Promise<readonly (readonly string[])[]> | undefined;

  constructor(
    private readonly source: Engine,
    private readonly target: Engine,
  ) {}

  /** Throws `cancelled`, `notFound`, `connectionLost` and whatever either engine fails with. */
  async copy(image: ImageToCopy, { signal, onProgress }: OperationOptions): Promise<CopiedImage> {
    const facts = factsOf(await this.source.images.inspect(image.id));
    const names = image.names.map((name) => this.namesThere(name));
    const before = new Map<string, ImageFacts | undefined>();
    for (const name of names.flat()) before.set(name, await this.look(name));
    const ids = new Set((await this.target.images.list({ all: true })).map(({ id }) => id));
    if (signal?.aborted) throw failure('cancelled', { operation });
    try {
      const there = await this.sameImage(facts, [...before.values()]);
      if (there !== undefined) {
        for (const [first = '', ...others] of names)
          if (![first, ...others].some((name) => before.get(name)?.id === there)) await this.target.images.tag(there, first);
        return { id: there, names: await this.namesOf(there, names), sent: 0 };
      }
      const leftOut = await this.layersThere(facts.layers);
      const { loaded, sent } = await this.send(image, leftOut, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
      if (signal?.aborted) throw failure('cancelled', { operation });
      const id = await this.loadedId(loaded, before);
      return { id, names: await this.namesOf(id, names), sent };
    } catch (error) {
      await this.restore(before, ids);
      throw signal?.aborted ? failure('cancelled', { operation }, error) : error;
    }
  }

  private async send(
    image: ImageToCopy,
    leftOut: readonly string[],
    options: OperationOptions,
  ): Promise<{ readonly loaded: readonly string[]; readonly sent: number }> {
    const sending = new Sending(this.source, this.target, image, options);
    try {
      return { loaded: await sending.send(leftOut), sent: sending.sent };
    } catch (error) {
      // A layer that was there may have gone since: then all of them are sent.
      if (leftOut.length === 0 || options.signal?.aborted || !SlipwayError.details(error, 'engineFailed')) throw error;
      return this.send(image, [], options);
    }
  }

  /** What a name may become: Podman takes one without a registry for Docker Hub's or, of another kind of archive, for one of its own. */
  private namesThere(name: string): readonly string[] {
    if (this.target.information.kind !== 'podman') return [name];
    const parsed = tryParseReference(name);
    if (parsed?.domain !== 'docker.io') return [name];
    const tag = parsed.tag ?? 'latest';
    return name.startsWith('docker.io/')
      ? [name]
      : [`docker.io/${parsed.path}:${tag}`, `localhost/${name.includes(':') ? name : `${name}:${tag}`}`];
  }

  /** Which of these names the image has now. */
  private async namesOf(id: string, names: readonly (readonly string[])[]): Promise<readonly string[]> {
    const found = await Promise.all(names.flat().map(async (name) => ((await this.look(name))?.id === id ? [name] : [])));
    return found.flat();
  }

  /** The id of what was loaded, by the name that means another image now, else by what the engine said. */
  private async loadedId(loaded: readonly string[], before: ReadonlyMap<string, ImageFacts | undefined>): Promise<string> {
    for (const [name, was] of before) {
      const now = await this.look(name);
      if (now && now.id !== was?.id) return now.id;
    }
    return (await this.look(loaded[0] ?? ''))?.id ?? '';
  }

  private async look(name: string): Promise<ImageFacts | undefined> {
    try {
      return factsOf(await this.target.images.inspect(name));
    } catch (error) {
      if (error instanceof SlipwayError && error.kind === 'notFound') return undefined;
      throw error;
    }
  }

  /** The id of the same image on the other engine, where it has it. */
  private async sameImage(facts: ImageFacts, named: readonly (ImageFacts | undefined)[]): Promise<string | undefined> {
    // One store names images by their configuration, the other by their manifest.
    if (this.source.information.containerdStore === this.target.information.containerdStore) return (await this.look(facts.id))?.id;
    return named.find((one) => one !== undefined && one.made === facts.made && one.layers.join() === facts.layers.join())?.id;
  }

  /** How many of an image's lowest layers the other engine has, by their diff ids. */
  private async layersThere(layers: readonly string[]): Promise<readonly string[]> {
    if (this.target.information.containerdStore || layers.length === 0) return [];
    this.known ??= this.readLayers();
    const shared = (await this.known).map((there) => {
      const end = layers.findIndex((layer, index) => there[index] !== layer);
      return end < 0 ? layers.length : end;
    });
    return layers.slice(0, Math.max(0, ...shared));
  }

  private async readLayers(): Promise<readonly (readonly string[])[]> {
    const images = await this.target.images.list();
    if (images.length > mostAsked) return [];
    const limiter = new Limiter(inFlight);
    return Promise.all(images.map(({ id }) => limiter.run(async () => (await this.look(id))?.layers ?? [])));
  }

  /** Names as they were, and no image that was not there. An engine that has gone cannot be put in order; the failure itself says that. */
  private async restore(before: ReadonlyMap<string, ImageFacts | undefined>, ids: ReadonlySet<string>): Promise<void> {
    const { images } = this.target;
    const unlessGone = (): undefined => undefined;
    for (const [name, was] of before) {
      const now = await this.look(name).catch(unlessGone);
      if (!now || now.id === was?.id) continue;
      if (was) await images.tag(was.id, name).catch(unlessGone);
      else await images.remove(name).catch(unlessGone);
      if (!ids.has(now.id)) await images.remove(now.id).catch(unlessGone);
    }
  }
}

const operation = 'copy';

/** One archive on its way. */
class Sending {
  sent = 0;
  private received = 0;
  private reported = 0;
  private total = 0;
  private whole = false;
  private lost: unknown;
  private readonly stop = new AbortController();

  constructor(
    private readonly source: Engine,
    private readonly target: Engine,
    private readonly image: ImageToCopy,
    private readonly options: OperationOptions,
  ) {}

  /** Gives what the other engine says it has loaded. */
  async send(leftOut: readonly string[]): Promise<readonly string[]> {
    const { signal } = this.options;
    let patience: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      // What has it all makes an image of it, whether anybody waits for that or not: then it is waited for, and taken back.
      if (this.whole) patience ??= setTimeout(() => this.stop.abort(), takingIn);
      else this.stop.abort();
    };
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      const names = this.image.names.length > 0 ? this.image.names : [this.image.id];
      this.total = (await this.source.images.estimateArchive(names, this.stop.signal)).bytes;
      const { stream } = await this.source.images.save(names, this.stop.signal);
      return await this.target.images.load(this.through(stream, leftOut), { signal: this.stop.signal });
    } catch (error) {
      // Why the archive ended says more than what the other engine made of its end.
      if (this.lost === undefined || signal?.aborted) throw error;
      throw this.lost instanceof SlipwayError ? this.lost : failure('connectionLost', { operation }, this.lost);
    } finally {
      clearTimeout(patience);
      signal?.removeEventListener('abort', cancel);
      this.stop.abort();
    }
  }

  private through(stream: Readable, leftOut: readonly string[]): Readable {
    stream.once('error', (error) => (this.lost = error));
    const counted = new Transform({
      highWaterMark: 1 << 20,
      transform: (chunk: Buffer, _encoding, done) => {
        this.received += chunk.length;
        this.tell();
        done(null, chunk);
      },
      flush: (done) => {
        this.whole = true;
        this.tell(t('Waiting for the engine to take it in'));
        done();
      },
    });
    // The error of each reaches the engine through the last one, which it reads.
    const unlessRead = (): void => undefined;
    const last: Transform =
      leftOut.length === 0
        ? pipeline(stream, counted, unlessRead)
        : pipeline(stream, counted, withoutContents(archivedLayerNames(leftOut)), unlessRead);
    last.on('data', ({ length }: Buffer) => (this.sent += length));
    last.pause();
    return last;
  }

  private tell(message?: string): void {
    const { onProgress } = this.options;
    if (!onProgress || (message === undefined && Date.now() - this.reported < reportMilliseconds)) return;
    this.reported = Date.now();
    const current = this.received;
    onProgress({
      message: message ?? t('Sending the image'),
      current,
      total: Math.max(this.total, current),
      estimated: message === undefined,
    });
  }
}

function factsOf(inspected: Readonly<Record<string, unknown>>): ImageFacts {
  const id = text(inspected.Id);
  const configuration = object(inspected.Config);
  const part = (value: unknown): string => JSON.stringify(value ?? null);
  const made = [
    part(inspected.Created),
    part(inspected.Os),
    part(inspected.Architecture),
    ...['Env', 'Cmd', 'Entrypoint', 'WorkingDir', 'User'].map((key) =>
      part(own(configuration, key) === '' ? null : own(configuration, key)),
    ),
  ];
  return {
    id: /^[\da-f]{64}$/.test(id) ? `sha256:${id}` : id,
    layers: texts(object(inspected.RootFS).Layers),
    made: made.join(' '),
  };
}
