import { isCancelled, type SlipwayError } from '../core/errors';
import { errorCodeOf, jsonOf, nameOf, numbersOf, textsOf } from './answers';
import { parseLinkHeader } from './link-header';
import type { ListPlace } from './registries';
import type { TransportAnswer } from './transport-request';
import { own } from '../core/records';

/** Names of a list that may go on. */
export interface RegistryList {
  readonly names: readonly string[];
  /** False when there is more, or may be. */
  readonly complete: boolean;
  /** Where the list goes on; undefined at its end, and where the registry only repeats itself. */
  readonly next: ListPlace | undefined;
}

/** A list as a registry has it. */
export interface PagedList {
  /** `/v2/_catalog`. */
  readonly path: string;
  readonly key: 'repositories' | 'tags';
  readonly registry: string;
  /** Where to begin; undefined for the beginning. */
  readonly after: ListPlace | undefined;
  /** Asks for a path with its query; gives answers of any status. */
  readonly ask: (path: string) => Promise<TransportAnswer>;
  /** The error of an answer that is none of the list. */
  readonly errorOf: (answer: TransportAnswer) => SlipwayError;
}

const maximumPages = 100;
const maximumNames = 20_000;
const pageSize = 1000;
/** Registries that take no page of 1,000 names and do not tell how many they give; undefined: as many as they like. */
const smallerSizes = [100, undefined, 10];

/** Reads the lists of one registry, and remembers how long its pages may be. */
export class PagedLists {
  private size: number | undefined = pageSize;

  /**
   * The next 20,000 names or 100 pages, whatever comes first. What was read before a page that fails is given, with that
   * page as the place to go on. Throws when the first page fails.
   */
  async read(list: PagedList): Promise<RegistryList> {
    const names = new Set<string>();
    const seen = new Set<string>();
    let place: ListPlace = list.after ?? { path: withQuery(list.path, { n: this.size }), skip: 0 };
    for (;;) {
      if (seen.size >= maximumPages) return { names: [...names], complete: false, next: place };
      seen.add(place.path);
      let answer: TransportAnswer;
      let found: readonly string[];
      try {
        answer = await this.page(list, place.path);
        if (answer.status !== 200) throw list.errorOf(answer);
        found = textsOf(own(jsonOf(answer, list), list.key)).map((name) => nameOf(name, list));
      } catch (error) {
        if (names.size === 0 || isCancelled(error)) throw error;
        return { names: [...names], complete: false, next: place };
      }
      for (const [index, name] of found.entries()) {
        if (index < place.skip) continue;
        if (names.size >= maximumNames) return { names: [...names], complete: false, next: { path: place.path, skip: index } };
        names.add(name);
      }
      const next = nextPath(answer, list.path);
      if (next === undefined) return { names: [...names], complete: true, next: undefined };
      const path = next !== '' && !seen.has(next) ? next : this.behind(list.path, found.at(-1));
      if (path === undefined || seen.has(path)) return { names: [...names], complete: false, next: undefined };
      place = { path, skip: 0 };
    }
  }

  /** Where a link leads nowhere new: what follows the last name, which every registry of the specification can tell. */
  private behind(path: string, last: string | undefined): string | undefined {
    return last === undefined ? undefined : withQuery(path, { n: this.size, last });
  }

  /** One page; asks for fewer names at a time when the registry gives not so many. */
  private async page(list: PagedList, path: string): Promise<TransportAnswer> {
    const first = await list.ask(path);
    for (const size of sizesAfter(first, path)) {
      const answer = await list.ask(withQuery(path, { n: size }));
      if (answer.status === 200) {
        this.size = size;
        return answer;
      }
    }
    return first;
  }
}

/** Sizes to try when a page was refused for its size, in their order; none when it was refused for something else. */
function sizesAfter(answer: TransportAnswer, path: string): readonly (number | undefined)[] {
  const asked = Number(new URLSearchParams(path.split('?')[1]).get('n') ?? Number.NaN);
  if (Number.isNaN(asked) || answer.status < 400 || answer.status > 499) return [];
  if (errorCodeOf(answer) !== 'PAGINATION_NUMBER_INVALID') return [400, 416, 422].includes(answer.status) ? [undefined] : [];
  const told = numbersOf(answer).filter((number) => number >= 1 && number < asked);
  return [...(told.length === 0 ? [] : [Math.max(...told)]), ...smallerSizes.filter((size) => size === undefined || size < asked)];
}

/**
 * Path and query of the `rel="next"` link; undefined without one, empty when it is none to follow. Behind a proxy links
 * have the scheme, the host, the port and the path of what lies behind it: only what follows the list's own path counts.
 */
function nextPath(answer: TransportAnswer, path: string): string | undefined {
  const link = parseLinkHeader(answer.headers.get('link') ?? '').find(({ relations }) => relations.includes('next'));
  if (!link) return undefined;
  if (link.target === '' || !URL.canParse(link.target, answer.url)) return '';
  const { protocol, pathname, search } = new URL(link.target, answer.url);
  if (!/^https?:$/.test(protocol)) return '';
  return (pathname.endsWith(path) ? path : pathname) + search;
}

/** A path with values in its query; `undefined` takes one out. */
function withQuery(path: string, values: Readonly<Record<string, string | number | undefined>>): string {
  const [plain = '', query] = path.split('?', 2);
  const all = new URLSearchParams(query);
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) all.delete(name);
    else all.set(name, String(value));
  }
  const text = all.toString();
  return text === '' ? plain : `${plain}?${text}`;
}
