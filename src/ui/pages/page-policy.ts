/**
 * The content security policy of a page: its style sheet and pictures from `source`, its one script by `nonce`, no inline
 * code, nothing from elsewhere and nothing to anywhere. `form-action` and `base-uri` are named because `default-src` does not
 * stand for them. `style-src` has no nonce because VS Code sets its theme in an attribute of the document by itself.
 */
export function pagePolicy(source: string, nonce: string): string {
  const directives: Readonly<Record<string, string>> = {
    'default-src': "'none'",
    'script-src': `'nonce-${nonce}'`,
    'style-src': source,
    'img-src': source,
    'font-src': source,
    'form-action': "'none'",
    'base-uri': "'none'",
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
