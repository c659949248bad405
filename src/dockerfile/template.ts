/**
 * Whether the text is a template from which Dockerfiles are made (Jinja, Go, Mustache, ERB) and so is read by nobody as
 * it stands: a line that begins with `{{` or `{%` or `<%`, or such a mark where an instruction's keyword or the image
 * of FROM belongs. Marks inside arguments are no sign: `docker inspect --format '{{.Id}}'` is ordinary.
 */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || text.includes('{%') || text.includes('<%') ? template.test(text) : false;
}

const template = /^[ \t]*(?:\{\{|\{%|<%)|^[ \t]*FROM[ \t][^\n]*(?:\{\{|\{%|<%)/im;
