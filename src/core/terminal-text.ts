/** A control string that has not ended after so many bytes is over: what comes then is text. */
const longestSequence = 4096;

// ECMA-48 in bytes read as Latin-1, where the C1 controls of UTF-8 are two: CSI with its parameters, the control
// strings (OSC, DCS, SOS, PM, APC) up to their end, other escapes, single controls. A line feed ends a control string,
// so that a line cannot swallow those after it.
/* eslint-disable no-control-regex -- these are the characters to be found */
const sequence =
  /(?:\x1b\[|\xc2\x9b)[0-?]*[ -/]*(?:[@-~]|$|(?=[^ -~]))|(?:\x1b[\]PX^_]|\xc2[\x90\x98\x9d-\x9f])[^\x07\x0a\x1b\xc2]*(?:\xc2(?![\x90-\x9f])[^\x07\x0a\x1b\xc2]*)*(?:\x07|\x1b\\|\xc2\x9c|$|(?=[\x0a\x1b\xc2]))|\x1b[ -/]*(?:[0-~]|$|(?=[^ -~]))|\xc2[\x80-\x9f]|[\x00-\x07\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]/g;
/** A sequence, or the beginning of one, whose end may come with the next bytes. */
const unfinished =
  /(?:\x1b|\xc2)$|(?:\x1b\[|\xc2\x9b)[ -?]*$|\x1b[ -/]+$|(?:\x1b[\]PX^_]|\xc2[\x90\x98\x9d-\x9f])[^\x07\x0a\x1b\xc2]*(?:\xc2(?:[^\x07\x0a\x1b\x90-\x9f\xc2][^\x07\x0a\x1b\xc2]*)?)*\x1b?$/;
const anyControl = /[\x00-\x07\x0b\x0c\x0e-\x1f\x7f\xc2]/;
/* eslint-enable no-control-regex */

/** Colours, moving the cursor, clearing: what programs write to be seen. */
// eslint-disable-next-line no-control-regex -- these are the characters to be found
const shown = /^\x1b\[[\d;:]*[A-HJKfm]$/;

/**
 * Output of programs for a terminal that is only read: colours and movements of the cursor stay; everything else that a
 * terminal obeys is left out: the clipboard (OSC 52), titles, links, VS Code's marks of commands (OSC 633), pictures,
 * modes of the mouse and the keyboard, questions to the terminal. Pieces may end anywhere.
 */
export class TerminalText {
  private held = '';

  /** The next piece of the output, in bytes of UTF-8. */
  convert(chunk: Uint8Array): Uint8Array {
    const latin = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    if (this.held === '' && !anyControl.test(latin)) return chunk;
    let text = this.held + latin;
    const begun = unfinished.exec(text);
    this.held = begun && text.length - begun.index <= longestSequence ? begun[0] : '';
    if (this.held !== '') text = text.slice(0, -this.held.length);
    const clean = text.replace(sequence, (whole) => (shown.test(whole) ? whole : ''));
    return Buffer.from(clean, 'latin1');
  }
}
