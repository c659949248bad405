/**
 * The match of `begin` in the first line in which `then` matches somewhere behind it, and that of `then`. One pattern with
 * anything between the two would look for `then` from each `begin` on, which takes time that grows with the square of the line.
 */
export function followedBy(
  text: string,
  begin: RegExp,
  then: RegExp,
): { readonly begin: RegExpExecArray; readonly then: RegExpExecArray } | undefined {
  for (const line of text.split(/[\n\r\u2028\u2029]/)) {
    const first = begin.exec(line);
    const second = first && then.exec(line.slice(first.index + first[0].length));
    if (second) return { begin: first, then: second };
  }
  return undefined;
}
