// The bytes of JSON in UTF-8 that say where its parts begin and end: https://www.rfc-editor.org/rfc/rfc8259#section-2.
export const quote = 0x22;
export const comma = 0x2c;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
