const signal =
  /^(?:SIG)?(?:HUP|INT|QUIT|ILL|TRAP|ABRT|IOT|BUS|FPE|KILL|USR1|SEGV|USR2|PIPE|ALRM|TERM|STKFLT|CHLD|CLD|CONT|STOP|TSTP|TTIN|TTOU|URG|XCPU|XFSZ|VTALRM|PROF|WINCH|IO|POLL|PWR|SYS|RTMIN(?:\+\d+)?|RTMAX(?:-\d+)?)$/i;

/** Whether a rule tells the same fact of what stands there, or the validator is wrong about it. */
export function isToldElsewhere(number: number, text: string, escape: string): boolean {
  switch (number) {
    case 24:
      // ExposeInvalidFormat.
      return text.includes(':');
    case 27:
      return text.includes('$') || signal.test(text);
    case 35:
    case 36:
      // `a="b"c` is legal.
      return quotesAreClosed(text, escape);
    case 44:
      // Modifiers are looked at in `own-faults`, everywhere and alone where the builder does.
      return true;
    case 39:
    case 40:
    case 41:
    case 42:
      // Looked at in `own-faults`, by the table of flags.
      return true;
    default:
      return false;
  }
}

function quotesAreClosed(text: string, escape: string): boolean {
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === escape && quote !== "'") at++;
    else if (quote === undefined && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = undefined;
  }
  return quote === undefined;
}
