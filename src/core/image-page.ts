import type { HistoryStep } from './history';
import type { ImageDetails } from './image-details';
import { oneOf, wishFields } from './wish-fields';

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

/** From the extension to a page of this kind: everything that is known, after `ready` and after each change. */
export interface PageMessage<Model> {
  readonly kind: 'show';
  readonly model: Model;
  /** Sentence about what went wrong with the last wish. */
  readonly error?: string;
  readonly busy: boolean;
  /** Translations of the page's English sentences; empty in English. */
  readonly translations: Readonly<Record<string, string>>;
  readonly language: string;
}

/** What the page does with its image, as its row does. */
export const imagePageVerbs = ['run', 'tag', 'push', 'save', 'remove'] as const;
export type ImagePageVerb = (typeof imagePageVerbs)[number];

/** From the page to the extension. */
export type ImagePageWish =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'verb'; readonly verb: ImagePageVerb }
  | { readonly kind: 'json' }
  | { readonly kind: 'dockerfile' }
  | { readonly kind: 'copyId' }
  | { readonly kind: 'container'; readonly id: string }
  | { readonly kind: 'copyStep'; readonly index: number };

/** What a page of this model may wish for; undefined for anything that it does not offer. */
export function imagePageWish(value: unknown, { details, steps, usedBy, gone = false }: ImagePageModel): ImagePageWish | undefined {
  const fields = wishFields(value);
  const kind = fields.get('kind');
  switch (kind) {
    case 'ready':
    case 'refresh':
    case 'copyId':
      return { kind };
    case 'json':
    case 'dockerfile':
      return gone ? undefined : { kind };
    case 'verb': {
      const verb = oneOf(imagePageVerbs, fields.get('verb'));
      return verb === undefined || gone || (verb === 'push' && details.tags.length === 0) ? undefined : { kind, verb };
    }
    case 'container': {
      const user = usedBy.find(({ id }) => id === fields.get('id'));
      return user && { kind, id: user.id };
    }
    case 'copyStep': {
      const index = fields.get('index');
      return Number.isInteger(index) && steps[index as number] ? { kind, index: index as number } : undefined;
    }
    default:
      return undefined;
  }
}
