/** What is looked for in lines, whichever way it was written. Takes time linear in the line. */
export interface LogSearch {
  found(text: string): boolean;
  /** From where to where it stands, in their order, at most so many. */
  places(text: string, most: number): readonly (readonly [from: number, to: number])[];
}

/** No pattern is longer. */
export const longestQuery = 500;

/** Looks for a text as it is. */
export function plainSearch(query: string, caseSensitive: boolean): LogSearch {
  const wanted = caseSensitive ? query : query.toLowerCase();
  const seen = (text: string): string => (caseSensitive ? text : text.toLowerCase());
  return {
    found: (text) => seen(text).includes(wanted),
    places(text, most) {
      const looked = seen(text);
      // A few letters are two when they are small; then nothing can be told of places.
      if (looked.length !== text.length) return [];
      const places: [number, number][] = [];
      for (let at = looked.indexOf(wanted); at >= 0 && places.length < most; at = looked.indexOf(wanted, at + wanted.length))
        places.push([at, at + wanted.length]);
      return places;
    },
  };
}
