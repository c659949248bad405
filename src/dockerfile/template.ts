import type { Dockerfile } from './model';

const mark = /\{\{|\{%|<%/;
const markedLine = /^[ \t]*(?:\{\{|\{%|<%)/gm;

const textOptions: ReadonlySet<string> = new Set(['-f', '-o', '--format', '--template', '--output']);

/** Whether a line begins with a mark that is neither in quotes nor the value of an option such as `--format`. */
function holdsMark(text: string): boolean {
  let open = '';
  let at = 0;
  for (const { index } of text.matchAll(markedLine)) {
    open = openQuote(text.slice(at, index), open);
    at = index;
    if (open === '' && !textOptions.has(lastWord(text.slice(Math.max(0, index - 200), index)))) return true;
  }
  return false;
}

/** The quote that is open behind the text, when `open` was before it; empty for none. */
function openQuote(text: string, open: string): string {
  let now = open;
  for (const [quote] of text.matchAll(/\\[^]|["']/g)) {
    if (now === '' && quote.length === 1) now = quote;
    else if (quote === now) now = '';
  }
  return now;
}

function lastWord(text: string): string {
  return text.replaceAll(/[\\=]/g, ' ').trimEnd().split(/\s/).at(-1) ?? '';
}

/**
 * Whether the text is a template from which Dockerfiles are made (Jinja, Go, Mustache, ERB) and so is read by nobody as
 * it stands: a mark (`{{`, `{%`, `<%`) where a keyword or the image of FROM belongs, or at the beginning of a continued
 * line. Elsewhere marks are no sign: `docker inspect --format '{{.Id}}'` and here-documents are ordinary.
 */
export function isTemplate(file: Dockerfile): boolean {
  const { text } = file;
  if (!mark.test(text)) return false;
  return file.instructions.some((instruction) => {
    if (mark.test(instruction.keyword)) return true;
    if (instruction.name === 'FROM') return mark.test(instruction.argumentsText);
    if (instruction.lastLine === instruction.firstLine) return false;
    const { start, end } = instruction.joined.rangeInFile({ start: 0, end: instruction.joined.text.length });
    return holdsMark(text.slice(start, end));
  });
}
