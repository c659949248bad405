import type { HistoryStep } from './history';
import type { ImageDetails } from './image-details';

/** A step as the page shows it. */
export interface PageStep extends HistoryStep {
  /** Part of the whole image, from 0 to 1. */
  readonly share: number;
  /** True when it is from the base image. */
  readonly fromBase: boolean;
}

/** An image as its page shows it. Plain data; all texts are untrusted. */
export interface ImagePageModel {
  /** As it was asked for: a reference, or a short id. */
  readonly name: string;
  /** Name of the engine. */
  readonly engine: string;
  readonly details: ImageDetails;
  /** How many of the first layers another local image has too. */
  readonly sharedLayers: number;
  /** Bytes in layers that another local image has too; undefined when that cannot be known. */
  readonly sharedBytes: number | undefined;
  /** Why docker shows another size elsewhere, translated. */
  readonly sizeNote?: string;
  /** The first step first. */
  readonly steps: readonly PageStep[];
  /** Name of the local image on which it is built. */
  readonly base: string | undefined;
  /** The engine does not have it any more; the rest is as it was. */
  readonly gone?: boolean;
  readonly usedBy: readonly { readonly id: string; readonly name: string; readonly state: string }[];
}

/** What the page does with its image, as its row does. */
export const imagePageVerbs = ['run', 'tag', 'push', 'save', 'remove'] as const;
export type ImagePageVerb = (typeof imagePageVerbs)[number];

/** From the page to the extension. */
export type ImagePageWish =
  | { readonly kind: 'verb'; readonly verb: ImagePageVerb }
  | { readonly kind: 'json' }
  | { readonly kind: 'dockerfile' }
  | { readonly kind: 'copyId' }
  | { readonly kind: 'container'; readonly id: string }
  | { readonly kind: 'copyStep'; readonly index: number };
