/** A character that cannot be seen or steers a terminal; tabs and line feeds are none. Pasted as it is, it could end the paste and press Enter. */
export const unseenCharacter =
  // eslint-disable-next-line no-control-regex -- these are the characters to be found
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069]|[\u{e0000}-\u{e007f}]/u;

/** All of them in a text. */
export const unseenCharacters = new RegExp(unseenCharacter, 'gu');
