/** What programs of Windows get of a line, read as Microsoft's documentation says, apart from Slipway's own readers. */

/** How Go, in which docker is written, and Microsoft's C library take a command line apart. */
export function argumentsOf(line: string): readonly string[] {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    while (line[at] === ' ' || line[at] === '\t') at += 1;
    if (at >= line.length) break;
    let word = '';
    let quoted = false;
    for (; at < line.length && (quoted || (line[at] !== ' ' && line[at] !== '\t')); at += 1) {
      let slashes = 0;
      while (line[at] === '\\') {
        slashes += 1;
        at += 1;
      }
      if (line[at] !== '"') {
        word += '\\'.repeat(slashes);
        at -= slashes > 0 ? 1 : 0;
        if (slashes === 0) word += line[at] ?? '';
        continue;
      }
      word += '\\'.repeat(Math.floor(slashes / 2));
      if (slashes % 2 === 1) word += '"';
      else if (quoted && line[at + 1] === '"') {
        word += '"';
        at += 1;
        quoted = false;
      } else quoted = !quoted;
    }
    words.push(word);
  }
  return words;
}

/** What `cmd.exe` gives a program of an interactive line: variables that are set expand, then carets and quotes are read. */
export function throughCmd(line: string, variables: Readonly<Record<string, string>> = {}): string {
  const expanded = line.replace(/%([^%]+)%/g, (whole, name: string) => variables[name.toUpperCase()] ?? whole);
  let quoted = false;
  let given = '';
  for (let index = 0; index < expanded.length; index += 1) {
    const character = expanded[index] ?? '';
    if (character === '"') quoted = !quoted;
    if (character === '^' && !quoted) given += expanded[(index += 1)] ?? '';
    else if (!quoted && '&|<>'.includes(character)) throw new Error(`${character} ends the command at ${String(index)}: ${line}`);
    else given += character;
  }
  return given;
}

/** The words of a PowerShell line of bare words and of quoted strings with `$([char]N)` in them, before a program gets them. */
export function wordsOfPowershell(line: string): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < line.length; ) {
    if (line[at] === ' ') {
      at += 1;
      continue;
    }
    const bare = /^-\w*[.:]/.test(line.slice(at));
    let word = '';
    for (; at < line.length && line[at] !== ' '; ) {
      const character = line[at] ?? '';
      if (/['\u2018-\u201b]/.test(character)) {
        for (at += 1; !/['\u2018-\u201b]/.test(line[at] ?? "'") || /['\u2018-\u201b]/.test(line[at + 1] ?? ''); at += 1) {
          if (/['\u2018-\u201b]/.test(line[at] ?? '')) at += 1;
          word += line[at] ?? '';
        }
        at += 1;
      } else if (character === '"') {
        for (at += 1; at < line.length && line[at] !== '"'; ) {
          const number = /^\$\(\[char\](\d+)\)/.exec(line.slice(at));
          if (number) {
            word += String.fromCodePoint(Number(number[1]));
            at += number[0].length;
          } else {
            if (line[at] === '`') at += 1;
            word += line[at] ?? '';
            at += 1;
          }
        }
        at += 1;
      } else {
        if (!/[\w+=:./\\-]/.test(character)) throw new Error(`${character} may mean something to PowerShell: ${line}`);
        word += character;
        at += 1;
      }
    }
    if (bare) throw new Error(`PowerShell divides ${word}`);
    words.push(word);
  }
  return words;
}

/** The command line that Windows PowerShell 5.1 makes of words: those with a blank outside quotes get quotes, nothing is escaped. */
export function lineOfPowershell5(words: readonly string[]): string {
  return words
    .filter((word) => word !== '')
    .map((word) => {
      let quotes = 0;
      const divided = word.split('').some((character, index) => {
        if (character === '"' && word[index - 1] !== '\\') quotes += 1;
        return /\s/.test(character) && quotes % 2 === 0;
      });
      return divided ? `"${word}"` : word;
    })
    .join(' ');
}
