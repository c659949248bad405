import type { LogSearch } from '../../core/logs/log-search';
import { longestQuery } from '../../core/logs/log-search';

/** Steps of the machine that a pattern becomes: a line takes at most this times its length. */
const mostSteps = 1_000;
/** Of a line so much is looked at. */
const longestLooked = 8_192;

/**
 * Looks for a user's regular expression in time linear in the line, by RE2's way (https://github.com/google/re2/wiki/Syntax): no
 * pattern can keep the host from anything else. Gives the reason where it is no such expression. Loaded when it is first wanted.
 */
export async function regularSearch(query: string, caseSensitive: boolean): Promise<LogSearch | { readonly reason: string }> {
  const { RE2JS } = await import('re2js');
  if (query.length > longestQuery) return { reason: 'pattern too long' };
  try {
    const made = RE2JS.compile(query, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
    if (made.programSize() > mostSteps) return { reason: 'pattern too large' };
    return {
      found: (text) => made.test(text.slice(0, longestLooked)),
      places(text, most) {
        const matcher = made.matcher(text.slice(0, longestLooked));
        const places: [number, number][] = [];
        while (places.length < most && matcher.find()) {
          if (matcher.end() > matcher.start()) places.push([matcher.start(), matcher.end()]);
          else if (matcher.end() >= text.length) break;
        }
        return places;
      },
    };
  } catch (error) {
    return { reason: reasonOf(error, query) };
  }
}

/** What is wrong, without what the machine says around it; the pattern stands in the field. */
function reasonOf(error: unknown, query: string): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.replace('error parsing regexp: ', '').replace(`: \`(?i)${query}\``, '').replace(`: \`${query}\``, '');
}
