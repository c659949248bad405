import type { Dockerfile } from './model';

const mark = /\{\{|\{%|<%/;
const markedLine = /^[ \t]*(?:\{\{|\{%|<%)/gm;

/** Whether what follows the text stands in quotes, or is the value of an option such as `--format`. */
function isArgument(before: string): boolean {
  const quotes = before.match(/\\[^]|["']/g) ?? [];
  let open = '';
  for (const quote of quotes) {
    if (open === '' && quote.length === 1) open = quote;
    else if (quote === open) open = '';
  }
  return open !== '' || /(?:^|\s)(?:-f|-o|--format|--template|--output)[ =]?\s*\\?\s*$/.test(before.slice(-200));
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
    return [...text.slice(start, end).matchAll(markedLine)].some(({ index }) => !isArgument(text.slice(start, start + index)));
  });
}
