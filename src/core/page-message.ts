/** Which page this is: what is kept of it, so that it is opened again after a reload of the window. Plain data. */
export interface PageIdentity {
  /** The engine whose objects it shows. */
  readonly engine: string;
  /** What it was opened for, in the form that its definition reads again. */
  readonly argument: unknown;
}

/** From the extension to a page: everything that is known, after `ready` and after each change. */
export interface PageMessage<Model> {
  readonly kind: 'show';
  /** Nothing while the first one is being read: after a reload of the window. */
  readonly model?: Model;
  /** Tells one model from the next. */
  readonly modelNumber: number;
  /** Sentence about what went wrong with the last wish. */
  readonly error?: string;
  /** A wish is being fulfilled; another one would not be heard. */
  readonly busy: boolean;
  readonly identity: PageIdentity;
  /** Translations of the page's English sentences; empty in English. */
  readonly translations: Readonly<Record<string, string>>;
  readonly language: string;
}

/** From the extension to a page, between its models: what it has asked its feed for, or what is new of that. */
export interface PageFeedMessage<Part> {
  readonly kind: 'feed';
  readonly part: Part;
}

/** What every page may ask for: what there is now, and that it is read anew. */
export type CommonPageWish = { readonly kind: 'ready' } | { readonly kind: 'refresh' };

/** From a page to its feed: what it wants to know from now on, and that it has shown what it was told last. */
export type PageFeedWish<Ask> = (Ask & { readonly kind: 'feed' }) | { readonly kind: 'fed' };
