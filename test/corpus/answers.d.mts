/** What the sink answered; `accepted` where it took the message. See answers.mjs. */
export function answerTo(
  recipient: string,
  attempt?: number,
): { reply: string | null; enhanced: string | null; phase: string | null; accepted?: boolean };
