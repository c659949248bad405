import type { Readable } from 'node:stream';
import type { HistoryStep } from '../../core/history';
import type { EngineFilters, OperationOptions, RegistryCredentials } from '../operation';

/** One image (by id) with all its names. Times in milliseconds since 1970, sizes in bytes. */
export interface ImageSummary {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  readonly created: number;
  readonly size: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Parent image id, empty when unknown. */
  readonly parentId: string;
  readonly dangling: boolean;
}

export interface PullResult {
  readonly reference: string;
  /** Id of the image as the engine lists it. */
  readonly imageId: string;
  readonly digest: string | undefined;
  /** False when everything was there already. */
  readonly changed: boolean;
}

export interface PushResult {
  readonly reference: string;
  /** Digest of the manifest; undefined when several tags were pushed. */
  readonly digest: string | undefined;
  /** Each tag that was pushed. */
  readonly tags: readonly { readonly tag: string; readonly digest: string | undefined }[];
}

export interface RemovedImages {
  readonly untagged: readonly string[];
  readonly deleted: readonly string[];
}

/** How an image is made of the archive of a file system. */
export interface ImportOptions extends OperationOptions {
  readonly reference?: string;
  readonly message?: string;
  /** Dockerfile instructions. */
  readonly changes?: readonly string[];
  readonly platform?: string;
}

/** Layers of an image, bottom first, with what they cost; see `core/prune-plan.ts`. */
export interface ImageLayers {
  readonly id: string;
  /** Diff ids of the file system layers, bottom first. */
  readonly layers: readonly string[];
  /** Bytes of each layer, from the history, in the same order; -1 where unknown. */
  readonly layerSizes: readonly number[];
}

/** The images of an engine. */
export interface EngineImages {
  list(options?: { readonly all?: boolean; readonly filters?: EngineFilters }): Promise<readonly ImageSummary[]>;
  /** The engine's own JSON. */
  inspect(image: string): Promise<Readonly<Record<string, unknown>>>;
  layers(image: string, signal?: AbortSignal): Promise<ImageLayers>;
  /** Steps of an image, the first one first. */
  history(image: string, signal?: AbortSignal): Promise<readonly HistoryStep[]>;
  pull(
    reference: string,
    options: OperationOptions & {
      readonly platform?: string;
      readonly allTags?: boolean;
      readonly credentials?: RegistryCredentials;
    },
  ): Promise<PullResult>;
  push(
    reference: string,
    options: OperationOptions & { readonly allTags?: boolean; readonly credentials?: RegistryCredentials },
  ): Promise<PushResult>;
  tag(image: string, reference: string): Promise<void>;
  remove(image: string, options?: { readonly force?: boolean; readonly noPrune?: boolean }): Promise<RemovedImages>;
  /** How many different images the names stand for, and about how many bytes an archive of them has. Throws `notFound`. */
  estimateArchive(images: readonly string[], signal?: AbortSignal): Promise<{ readonly images: number; readonly bytes: number }>;
  /** A tar stream of one or more images. */
  save(images: readonly string[], signal?: AbortSignal): Promise<{ readonly stream: Readable }>;
  /** Loads a (possibly compressed) tar; gives the references or ids that it held. */
  load(archive: Readable, options: OperationOptions): Promise<readonly string[]>;
  /**
   * Makes an image of one layer: of a (possibly compressed) tar, or of what the engine finds at a URL. A failure leaves
   * the reference as it was.
   */
  import(source: Readable | string, options: ImportOptions): Promise<{ readonly imageId: string }>;
}
