// What is used of packages that bring no types.
declare module 'spdx-expression-parse' {
  /** Throws for a text that is no expression. */
  export default function parse(expression: string): unknown;
}

declare module 'spdx-license-ids' {
  const identifiers: readonly string[];
  export default identifiers;
}

declare module 'spdx-license-ids/deprecated' {
  const identifiers: readonly string[];
  export default identifiers;
}
