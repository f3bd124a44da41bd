// Where does a report end and the returned message begin, when both stand in one text? What follows never speaks for the report.

const separators: readonly RegExp[] = [
  // ------ This is a copy of the message, including all the headers. ------     --- Below this line is a copy of the message.
  /^-{2,} ?(?:This is a copy of|Below this line|Below is the original|Enclosed are the|Undelivered message|Original message|The header of the original|Body of message|The body of the message|Message header follows|Message contents follow|Returned (?:message|mail)|Unsent message|Transcript of (?:the )?original|Forwarded message|Begin message|Header of (?:the )?message|Copy of (?:the )?message|Headers? (?:of|from)|Mail (?:Header|text))/i,
  // ----- Original message -----   --- Original message follows.   =====Original message=====   ----- Unsent message follows -----
  /^[-=*_# ]{2,}\s{0,20}(?:the )?(?:original|unsent|undelivered|returned|failed) (?:message|mail)\b/i,
  // Original message headers:   Original message follows   Original Headers:   Original mail as follows:
  /^(?:(?:The )?Original[ -](?:message|mail)(?: headers?)?(?: as)?(?: follows?| is| below)?|(?:The )?Original[ -]headers?)\s?[:.]?\s*-*$/i,
  // Below is a copy of the original message:   A copy of your message follows   Here is a copy of the message
  /^\s{0,8}(?:Below is|Here is|What follows is|This is) a copy of the (?:original )?message/i,
  // Your original message (or its headers) follows     Message text follows:
  /^(?:Your (?:original )?message (?:\(|follows|reads)|Message text follows|The message (?:headers?|text) follow|The first \d{1,6} lines of (?:the )?(?:original )?message)/i,
  // |------------------------- Message log follows: -------------------------|  has the replies; |--- Message text follows is the end
  /^\|?-{4,} ?(?:Message text|Failed addresses end|Message header)/i,
  // ----- Original message header information -----      Received: from … (headers of the returned message without a word before)
  /^(?:Return-Path: <[^>]{0,320}>|Received: (?:from|by) .{5,500})$/i,
];

/** Whether this line begins the returned message. */
export function beginsReturned(line: string): boolean {
  for (const pattern of separators) if (pattern.test(line)) return true;
  return false;
}
