// The rows of `smtp-lens scan`: what a line states, with the verdict beside it. Lines and columns count from 1.
import { permanenceOf } from '../codes/code.ts';
import type { SaidCode } from '../codes/scan.ts';
import type { Attempt } from '../model/attempt.ts';
import type { ReportCode } from '../model/report.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** A row of `deliveries`; null is what is not known. */
export function deliveryRow(
  attempt: Attempt,
  verdict: Verdict,
  line: number,
  time: string | null,
  sender: string | null,
) {
  return {
    line,
    time,
    queueId: attempt.queueId,
    sender: attempt.sender ?? sender,
    recipient: attempt.recipient,
    host: attempt.host,
    direction: attempt.direction,
    outcome: attempt.outcome,
    reply: attempt.reply,
    enhanced: attempt.enhanced,
    permanence: verdict.permanence,
    reason: verdict.reason,
    entry: verdict.entry?.id ?? null,
    provider: attempt.direction === 'in' ? null : verdict.provider,
    phase: attempt.phase,
    text: attempt.text,
  };
}

export type DeliveryRow = ReturnType<typeof deliveryRow>;

/** A row of `codes`. @param text the raw span @param column of its first unit, null where it has no place of its own */
export function codeRow(
  code: Pick<SaidCode | ReportCode, 'kind' | 'code'>,
  verdict: Verdict | null,
  text: string,
  line: number,
  column: number | null,
) {
  return {
    line,
    column,
    length: column === null ? null : text.length,
    text,
    kind: code.kind,
    code: code.code,
    permanence: permanenceOf(code.code),
    reason: verdict?.reason ?? 'unknown',
    entry: verdict?.entry?.id ?? null,
  };
}

export type CodeRowOfScan = ReturnType<typeof codeRow>;
