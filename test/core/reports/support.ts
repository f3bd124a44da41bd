// Reads a report from text or from the corpus, and tells it as a row.
import { readFileSync } from 'node:fs';
import type { ReportReading } from '../../../server/src/core/model/report.ts';
import { readReport } from '../../../server/src/core/reports/readReport.ts';
import { engine } from '../../support/engine.ts';
import { host } from '../mime/support.ts';

const corpus = new URL('../../corpus/', import.meta.url);

export const fileNamed = (name: string): string => readFileSync(new URL(name, corpus), 'utf8');

export const read = (text: string): ReportReading => readReport(text, host);

/** `ben@example.net bounced 550 5.1.1 mx.example.net RCPT TO`; null is `-`. */
export function rows(reading: ReportReading): string[] {
  return reading.recipients.map(({ attempt }) =>
    [attempt.recipient, attempt.outcome, attempt.reply, attempt.enhanced, attempt.host, attempt.phase]
      .map((value) => value ?? '-')
      .join(' '),
  );
}

/** `outlook rfc3464 | ben@example.net bounced 550 5.1.1 unknown-user`, a row per recipient. */
export function told(message: string): string[] {
  const { kinds, recipients } = read(message);
  const rows = recipients.map(({ attempt }) =>
    [
      attempt.recipient,
      attempt.outcome,
      attempt.reply ?? '-',
      attempt.enhanced ?? '-',
      engine().judge.judge(attempt).reason,
    ].join(' '),
  );
  return [kinds.join(' '), ...rows];
}

/** `550@3`: every code with its line (from 1) and, behind `=`, what stands there where it is not the code itself; `?` for no place. */
export function codes(text: string, reading: ReportReading): string[] {
  return reading.codes.map((code) => {
    const raw = code.start === null ? '?' : text.slice(code.start, code.end!);
    return `${code.code}@${code.line + 1}${raw === code.code ? '' : `=${raw}`}`;
  });
}

/** A report with this machine part. */
export const withStatus = (fields: string): string => `Return-Path: <>
From: MAILER-DAEMON@mail.example.org
Subject: Returned mail
Date: Mon, 2 Mar 2026 10:00:04 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

${fields}
--b--
`;
